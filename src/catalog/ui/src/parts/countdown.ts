const DAY_MS = 86_400_000;

/** Whole days between two days, `YYYY-MM-DD`. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);

const unitsOf = (days: number): string => {
  if (days < 21) return `${days} days`;
  if (days < 75) return `${Math.round(days / 7)} weeks`;
  if (days < 700) return `${Math.round(days / 30.4)} months`;
  return `${Math.round(days / 365)} years`;
};

/** As one would say it: the nearer the day, the finer the measure. */
export function countdownText(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${unitsOf(days)}` : `${unitsOf(-days)} ago`;
}

/** How pressing a day is: `over` it, within a month, or later. */
export const pressing = (days: number): 'over' | 'soon' | 'later' =>
  days < 0 ? 'over' : days <= 30 ? 'soon' : 'later';

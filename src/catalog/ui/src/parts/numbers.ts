const whole = new Intl.NumberFormat('en-US');
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/** Exact up to five digits; beyond that nobody reads the last three. */
export const countText = (count: number): string =>
  count < 100_000 ? whole.format(count) : compact.format(count);

export const exactText = (count: number): string => whole.format(count);

/** One refusal among thousands must not round to "0 %". */
export function shareText(part: number, all: number): string {
  if (all === 0 || part === 0) return '0 %';
  const percent = (part / all) * 100;
  if (percent < 0.1) return '< 0.1 %';
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${exactText(count)} ${count === 1 ? one : many}`;

const DURATIONS = [
  ['d', 86_400_000_000],
  ['h', 3_600_000_000],
  ['min', 60_000_000],
  ['s', 1_000_000],
  ['ms', 1_000],
] as const;

/** @param us microseconds */
export function durationText(us: number): string {
  const found = DURATIONS.find(([, size]) => us >= size);
  if (!found) return `${Math.round(us)} µs`;
  const [unit, size] = found;
  return `${(us / size).toFixed(us < 100 * size ? 1 : 0)} ${unit}`;
}

export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024
    ? `${(bytes / 1024).toFixed(1)} KB`
    : `${(bytes / 1048576).toFixed(1)} MB`;
}

const PARTS =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const DAY_MS = 86_400_000;
/** A year and a month are counted as people do when they plan: 365 and 30 days. */
const UNITS_MS = [365 * DAY_MS, 30 * DAY_MS, 7 * DAY_MS, DAY_MS, 3_600_000, 60_000, 1_000];

/** An ISO 8601 duration of a contract in milliseconds; nothing for what is none. */
export function durationMs(duration: string): number {
  const amounts = PARTS.exec(duration)?.slice(1) ?? [];
  return UNITS_MS.reduce((sum, unit, i) => sum + unit * Number(amounts[i] ?? 0), 0);
}

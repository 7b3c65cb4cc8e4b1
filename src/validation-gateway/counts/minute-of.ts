const MINUTE_MS = 60_000;

/** The start of its minute; milliseconds since 1970. */
export const minuteOf = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;

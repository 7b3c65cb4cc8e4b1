const SIZE = /^([1-9]\d{0,9})(B|KiB|MiB)$/;
const UNIT_BYTES = { B: 1, KiB: 1024, MiB: 1024 * 1024 };
const RATE = /^([1-9]\d{0,6})\/(s|min|h)$/;
const UNITS = {
  s: { ms: 1_000, words: 'a second' },
  min: { ms: 60_000, words: 'a minute' },
  h: { ms: 3_600_000, words: 'an hour' },
};
const EVENTS_MAX = 1_000_000;

/** So many events in so long. */
export interface Rate {
  readonly events: number;
  readonly perMs: number;
}

/** Bytes of a size as contracts write it; nothing for what is none. */
export function sizeBytes(text: string): number {
  const [, amount, unit = ''] = SIZE.exec(text) ?? [];
  return Number(amount ?? 0) * (UNIT_BYTES[unit as keyof typeof UNIT_BYTES] ?? 0);
}

export function readRate(text: string): Rate | undefined {
  const [, amount, unit] = RATE.exec(text) ?? [];
  const events = Number(amount);
  if (unit === undefined || events > EVENTS_MAX) return undefined;
  return { events, perMs: UNITS[unit as keyof typeof UNITS].ms };
}

/** `100 events a second`; of a rate that was read. */
export function rateInWords(text: string): string {
  const [amount, unit] = text.split('/') as [string, keyof typeof UNITS];
  return `${amount} event${amount === '1' ? '' : 's'} ${UNITS[unit].words}`;
}

import { WHOLE_BOUNDS, type WholeKind } from './check-defaults.js';

const WHOLE = /^-?(?:0|[1-9][0-9]*)$/;
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const FLOAT_MAX = 3.4028235677973366e38;
const SPECIAL: ReadonlyMap<unknown, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

/** Whole numbers are numbers or texts; `1e2` and `1.0` are whole, too. */
export function wholeOfJson(value: unknown, kind: WholeKind): number | bigint | undefined {
  const whole = asWhole(value);
  const [min, max] = WHOLE_BOUNDS[kind];
  if (whole === undefined || whole < min || whole > max) return undefined;
  return kind.endsWith('64') ? whole : Number(whole);
}

function asWhole(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : undefined;
  if (typeof value !== 'string' || value.length > 400) return undefined;
  if (WHOLE.test(value)) return BigInt(value);
  return NUMBER.test(value) && Number.isInteger(Number(value)) ? BigInt(Number(value)) : undefined;
}

export function realOfJson(value: unknown, kind: 'float' | 'double'): number | undefined {
  const special = SPECIAL.get(value);
  if (special !== undefined) return special;
  const isText = typeof value === 'string' && NUMBER.test(value);
  if (!isText && typeof value !== 'number' && typeof value !== 'bigint') return undefined;
  const number = Number(value);
  if (!Number.isFinite(number) || (kind === 'float' && Math.abs(number) >= FLOAT_MAX))
    return undefined;
  return kind === 'float' ? Math.fround(number) : number;
}

/** Both alphabets of base64, padded or not. */
export function bytesOfJson(value: unknown): Uint8Array | undefined {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) return undefined;
  const digits = value.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  if (digits.length % 4 === 1) return undefined;
  return Uint8Array.from(atob(digits), (each) => each.charCodeAt(0));
}

export function jsonOfBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

import { isLosslessNumber } from 'lossless-json';
import { isAttributes } from './build-types.js';

/**
 * JSON as Java's Avro library prints it: digits as `Double.toString` and `BigInteger` give them, escapes
 * of control characters in capitals. Guids and ids are computed over these bytes.
 */
export function javaJson(value: unknown, { isSorted = false } = {}): string {
  if (isLosslessNumber(value)) return javaNumber(value.value);
  if (typeof value === 'string') return javaString(value);
  if (Array.isArray(value))
    return `[${value.map((each) => javaJson(each, { isSorted })).join(',')}]`;
  if (!isAttributes(value)) return JSON.stringify(value);
  const members = Object.entries(value);
  if (isSorted) members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, each]) => javaMember(name, javaJson(each, { isSorted }))).join(',')}}`;
}

export const javaMember = (name: string, text: string): string => `${javaString(name)}:${text}`;

/** `Double.toString` of Java 19 and later, which is the shortest text, as in ECMAScript. */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (Object.is(value, -0)) return '-0.0';
  if (size === 0 || (size >= 1e-3 && size < 1e7))
    return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits, exponent] = value.toExponential().split('e') as [string, string];
  return `${digits}${digits.includes('.') ? '' : '.0'}E${exponent.replace('+', '')}`;
}

/** Whole numbers keep all their digits. */
const javaNumber = (digits: string): string =>
  /[.eE]/.test(digits) ? javaDouble(Number(digits)) : digits.replace(/^-0$/, '0');

const javaString = (text: string): string =>
  JSON.stringify(text).replace(/\\(?:\\|u(00[0-9a-f]{2}))/g, (escape, code: string | undefined) =>
    code === undefined ? escape : `\\u${code.toUpperCase()}`,
  );

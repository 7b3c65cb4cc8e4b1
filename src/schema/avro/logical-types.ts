import { isLosslessNumber } from 'lossless-json';
import { invariant } from '#kernel';
import { type JsonObject } from '../json.js';
import { bytesOfText, type Datum, datumText } from './datum.js';

/** Avro 1.12, "Logical Types". One that is unknown or does not fit its type is ignored there. */
export type LogicalType =
  | { readonly name: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly name: PlainLogicalType };

const PLAIN = {
  'big-decimal': ['bytes'],
  uuid: ['string', 'fixed 16'],
  date: ['int'],
  'time-millis': ['int'],
  'time-micros': ['long'],
  'timestamp-millis': ['long'],
  'timestamp-micros': ['long'],
  'timestamp-nanos': ['long'],
  'local-timestamp-millis': ['long'],
  'local-timestamp-micros': ['long'],
  'local-timestamp-nanos': ['long'],
  duration: ['fixed 12'],
} as const;
type PlainLogicalType = keyof typeof PLAIN;

/** A whole number as it is written; `undefined` for anything else. */
export function wholeNumberOf(json: unknown): number | undefined {
  if (!isLosslessNumber(json) || !/^-?\d+$/.test(json.value)) return undefined;
  const value = Number(json.value);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The logical type of a schema; `carrier` is what it annotates, e.g. `long` or `fixed 16`. */
export function logicalTypeOf(
  schema: JsonObject | Readonly<Record<string, unknown>>,
  carrier: string,
): LogicalType | undefined {
  const name: unknown = schema.logicalType;
  if (typeof name !== 'string') return undefined;
  if (name === 'decimal') return decimalOf(schema, carrier);
  if (!Object.hasOwn(PLAIN, name)) return undefined;
  const plain = name as PlainLogicalType;
  return (PLAIN[plain] as readonly string[]).includes(carrier) ? { name: plain } : undefined;
}

function decimalOf(
  schema: Readonly<Record<string, unknown>>,
  carrier: string,
): LogicalType | undefined {
  const precision = wholeNumberOf(schema.precision);
  const scale = schema.scale === undefined ? 0 : wholeNumberOf(schema.scale);
  if (precision === undefined || scale === undefined) return undefined;
  const size = carrier.startsWith('fixed ') ? Number(carrier.slice(6)) : undefined;
  if (carrier !== 'bytes' && size === undefined) return undefined;
  const fits = size === undefined || precision <= digitsOf(size);
  const isValid = precision > 0 && scale >= 0 && scale <= precision && fits;
  return isValid ? { name: 'decimal', precision, scale } : undefined;
}

/** Decimal digits that a signed number of so many bytes always has room for. */
const digitsOf = (bytes: number): number => Math.floor(Math.log10(2) * (8 * bytes - 1));

export const logicalInWords = (logical: LogicalType): string =>
  logical.name === 'decimal'
    ? `decimal(${logical.precision}, ${logical.scale})`
    : logical.name.replaceAll('-', ' ');

/** Units of the logical types that count time. */
const TICKS_PER_SECOND: Readonly<Record<string, bigint>> = {
  'time-millis': 1_000n,
  'time-micros': 1_000_000n,
  'timestamp-millis': 1_000n,
  'timestamp-micros': 1_000_000n,
  'timestamp-nanos': 1_000_000_000n,
  'local-timestamp-millis': 1_000n,
  'local-timestamp-micros': 1_000_000n,
  'local-timestamp-nanos': 1_000_000_000n,
};

/**
 * What a value means under a logical type, in words that are equal exactly when the meaning is.
 * A decimal with more digits than the precision allows says so.
 */
export function readingOf(logical: LogicalType, datum: Datum): string {
  const { name } = logical;
  if (name === 'decimal') return decimalReading(logical, datum);
  if (name === 'date') return `${datumText(datum)} days after 1970-01-01`;
  const ticks = TICKS_PER_SECOND[name];
  if (ticks === undefined || (typeof datum !== 'number' && typeof datum !== 'bigint'))
    return `the ${logicalInWords(logical)} ${datumText(datum)}`;
  const start = name.startsWith('local')
    ? '1970-01-01T00:00 local time'
    : name.startsWith('time-')
      ? 'midnight'
      : '1970-01-01T00:00Z';
  return `${scaled(BigInt(datum), ticks.toString().length - 1)} s after ${start}`;
}

function decimalReading(
  { precision, scale }: { precision: number; scale: number },
  datum: Datum,
): string {
  const bytes = bytesOfText(datum as string);
  invariant(bytes, 'a decimal is a text of the code points 0 to 255');
  const unscaled = bigEndian(bytes);
  const digits = unscaled.toString().replace('-', '').length;
  const value = `the number ${scaled(unscaled, scale)}`;
  return digits <= precision ? value : `${value}, which has more than ${precision} digits`;
}

/** Two's complement, the first byte the highest; no byte at all is zero. */
function bigEndian(bytes: Iterable<number>): bigint {
  let value = 0n;
  let bits = 0n;
  for (const byte of bytes) [value, bits] = [(value << 8n) | BigInt(byte), bits + 8n];
  return bits > 0n ? BigInt.asIntN(Number(bits), value) : 0n;
}

/** Without zeros at the end: 1.00 and 1.0 are one number. */
function scaled(unscaled: bigint, scale: number): string {
  const sign = unscaled < 0n ? '-' : '';
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  return `${sign}${whole}${scale > 0 && fraction !== '' ? `.${fraction}` : ''}`;
}

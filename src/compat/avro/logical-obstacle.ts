import { type AvroType, logicalOf, type LogicalType, readingOf } from '#schema';

type LogicalObstacle =
  | { readonly kind: 'reading'; readonly datum: string | number | undefined }
  | { readonly kind: 'one-sided-logical' };

/**
 * Schema resolution does not look at logical types, so bytes that are read without an error may
 * mean something else: the number 1.00 becomes 0.0100. Where both sides name a logical type, one
 * value that they read differently is evidence. Where only one does, the value is the same and
 * only its handling differs.
 */
export function logicalObstacle(writer: AvroType, reader: AvroType): LogicalObstacle | undefined {
  const [written, read] = [logicalOf(writer), logicalOf(reader)];
  if (!written && !read) return undefined;
  if (!written || !read) return { kind: 'one-sided-logical' };
  if (isSame(written, read)) return undefined;
  const differing = candidates(writer, written, read).find(
    (datum) => readingOf(written, datum) !== readingOf(read, datum),
  );
  const isUntried = differing === undefined && isTooLongToTry(written, read);
  return differing === undefined && !isUntried ? undefined : { kind: 'reading', datum: differing };
}

const isSame = (written: LogicalType, read: LogicalType): boolean =>
  written.name === 'decimal' && read.name === 'decimal'
    ? written.precision === read.precision && written.scale === read.scale
    : written.name === read.name;

/** Values of which one shows every difference: a small one, and for decimals the longest one. */
function candidates(
  type: AvroType,
  logical: LogicalType,
  read: LogicalType,
): readonly (string | number)[] {
  if (type.kind === 'string') return ['00000000-0000-4000-8000-000000000000'];
  if (type.kind !== 'bytes' && type.kind !== 'fixed') return [1];
  if (logical.name !== 'decimal') return [type.kind === 'fixed' ? '\0'.repeat(type.size) : '\x01'];
  const size = type.kind === 'fixed' ? type.size : undefined;
  // One digit more than the reader has room for, if the writer may send so many.
  const tooLong = read.name === 'decimal' ? read.precision + 1 : 1;
  const digits = Math.min(logical.precision, tooLong, DIGITS_MAX);
  return [1n, 10n ** BigInt(digits) - 1n].map((unscaled) => twosComplement(unscaled, size));
}

/** A number of more digits is not tried; what it would show stays open. */
const DIGITS_MAX = 100_000;

const isTooLongToTry = (written: LogicalType, read: LogicalType): boolean =>
  written.name === 'decimal' &&
  read.name === 'decimal' &&
  written.precision > read.precision &&
  read.precision >= DIGITS_MAX;

/** The shortest big-endian form with room for the sign, or one of the given size. */
function twosComplement(value: bigint, size: number | undefined): string {
  const hex = value.toString(16);
  const digits = hex.length % 2 === 0 ? hex : `0${hex}`;
  const signed = /^[89a-f]/.test(digits) ? `00${digits}` : digits;
  const text = Buffer.from(signed, 'hex').toString('latin1');
  return size === undefined ? text : text.padStart(size, '\0');
}

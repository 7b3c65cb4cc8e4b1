/** Up to 20 digits: what an unsigned 64-bit counter needs, leading zeros allowed. */
const DIGITS = /^\d{1,20}$/;

/**
 * The version an event says its entity is at. Numbers a double does not hold exactly are no versions:
 * two of them would look the same.
 */
export function versionOf(written: unknown): bigint | undefined {
  if (typeof written === 'string' && DIGITS.test(written)) return BigInt(written);
  if (typeof written === 'bigint') return written >= 0n ? written : undefined;
  return Number.isSafeInteger(written) && (written as number) >= 0
    ? BigInt(written as number)
    : undefined;
}

import type { Journey } from '../journey.js';
import { readPlace } from '../read-place.js';

/** Up to 20 digits: what an unsigned 64-bit counter needs, leading zeros allowed. */
const DIGITS = /^\d{1,20}$/;
/** Our CloudEvents extension: the only place of a version in an event without a value. */
const ATTRIBUTE = '@entityversion';

/**
 * The version of its entity an event claims to be. Numbers a double does not hold exactly are no
 * versions: two of them would look the same.
 */
export function entityVersion(journey: Journey): bigint | undefined {
  const place = journey.promise.contract.semantics.entity?.version;
  if (place === undefined) return undefined;
  return versionOf(readPlace(journey, place) ?? readPlace(journey, ATTRIBUTE));
}

function versionOf(written: unknown): bigint | undefined {
  if (typeof written === 'string' && DIGITS.test(written)) return BigInt(written);
  if (typeof written === 'bigint') return written >= 0n ? written : undefined;
  return Number.isSafeInteger(written) && (written as number) >= 0
    ? BigInt(written as number)
    : undefined;
}

/** Crockford's base 32: no I, L, O, U, so an id read aloud survives. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const RANDOM_BYTES = 10;

/**
 * A ULID: 48 bits of time, 80 bits of chance, 26 characters that sort by time.
 *
 * @param timeMs milliseconds since the Unix epoch
 * @param random ten random bytes
 */
export function ulid(timeMs: number, random: Uint8Array): string {
  let time = '';
  for (let rest = timeMs, i = 0; i < TIME_CHARACTERS; i++, rest = Math.floor(rest / 32)) {
    time = ALPHABET.charAt(rest % 32) + time;
  }
  let bits = 0n;
  for (let i = 0; i < RANDOM_BYTES; i++) bits = (bits << 8n) | BigInt(random[i] ?? 0);
  let chance = '';
  for (let i = 0; i < 16; i++, bits >>= 5n) chance = ALPHABET.charAt(Number(bits & 31n)) + chance;
  return time + chance;
}

/** Crockford's base 32: no I, L, O, U, so an id read aloud survives. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_CHARACTERS = 10;
const HALF_BYTES = 5;
const HALF_CHARACTERS = 8;

/**
 * A ULID: 48 bits of time, 80 bits of chance, 26 characters that sort by time.
 *
 * @param timeMs milliseconds since the Unix epoch
 * @param random ten random bytes
 */
export function ulid(timeMs: number, random: Uint8Array): string {
  return inBase32(timeMs, TIME_CHARACTERS) + chance(random, 0) + chance(random, HALF_BYTES);
}

/** Five bytes are eight characters, and a number without a fraction. */
function chance(random: Uint8Array, from: number): string {
  let number = 0;
  for (let i = from; i < from + HALF_BYTES; i++) number = number * 256 + (random[i] ?? 0);
  return inBase32(number, HALF_CHARACTERS);
}

const PAIRS = Array.from(
  { length: 32 * 32 },
  (_, i) => ALPHABET.charAt(i >> 5) + ALPHABET.charAt(i & 31),
);

/** Two characters at a time: ids are drawn for every event that is refused. */
function inBase32(number: number, characters: number): string {
  let text = '';
  for (let rest = number, i = 0; i < characters; i += 2, rest = Math.floor(rest / PAIRS.length))
    text = (PAIRS[rest % PAIRS.length] as string) + text;
  return text;
}

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/**
 * Austin Appleby's MurmurHash2, 32 bits, as `org.apache.kafka.common.utils.Utils.murmur2` has it:
 * Kafka's clients place keys by it, and so must we, or one key would live in two partitions.
 */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes;
  const at = (i: number) => bytes[i] ?? 0;
  let hash = SEED ^ length;
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    let word = at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24);
    word = Math.imul(word, MULTIPLIER);
    word ^= word >>> 24;
    hash = Math.imul(hash, MULTIPLIER) ^ Math.imul(word, MULTIPLIER);
  }
  const rest = length - i;
  if (rest > 2) hash ^= at(i + 2) << 16;
  if (rest > 1) hash ^= at(i + 1) << 8;
  if (rest > 0) hash = Math.imul(hash ^ at(i), MULTIPLIER);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, MULTIPLIER);
  return hash ^ (hash >>> 15);
}

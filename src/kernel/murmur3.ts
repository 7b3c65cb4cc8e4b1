const encoder = new TextEncoder();

const rotated = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

const mixed = (k: number): number => Math.imul(rotated(Math.imul(k, 0xcc9e2d51), 15), 0x1b873593);

/**
 * MurmurHash3, x86, 32 bits: spreads keys evenly, so that a share of the buckets is that share of the
 * keys. Seed 0, as feature flags use it.
 */
export function murmur3(text: string): number {
  const bytes = encoder.encode(text);
  const blocks = bytes.length & ~3;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let hash = 0;
  for (let i = 0; i < blocks; i += 4)
    hash = Math.imul(rotated(hash ^ mixed(view.getInt32(i, true)), 13), 5) + 0xe6546b64;
  let tail = 0;
  for (let i = bytes.length - 1; i >= blocks; i--) tail = (tail << 8) | view.getUint8(i);
  if (blocks < bytes.length) hash ^= mixed(tail);
  return finished(hash ^ bytes.length);
}

/** Every bit of the input reaches every bit of the hash. */
function finished(hash: number): number {
  const first = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return (second ^ (second >>> 16)) >>> 0;
}

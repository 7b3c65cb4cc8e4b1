import { createHash } from 'node:crypto';

export const DIGEST_BYTES = 32;

/** One digest for the events of a batch that went to the same partition, in their order. */
export const batchDigest = (digests: readonly Buffer[]): Buffer => sha256(digests);

/**
 * What the last event of a batch is sealed with: everything before it, when the batch came, and the
 * batch. `store/append-events.ts` says the same in SQL, while it holds the partition's counter.
 *
 * @param previous the seal before, empty for the first batch of a partition
 * @param loggedAt `timestamptz_send`: eight bytes, microseconds
 */
export const sealOf = (previous: Buffer, loggedAt: Buffer, batch: Buffer): Buffer =>
  sha256([previous, loggedAt, batch]);

function sha256(parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

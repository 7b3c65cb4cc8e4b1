import { createHash } from 'node:crypto';

/** What makes two refused events the same: topic, key, value and contract, whatever the version. */
export function fingerprintOf(event: {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly contract?: { readonly id: string };
}): string {
  const hash = createHash('sha256');
  const length = Buffer.alloc(4);
  // Each part behind its length, so that ("ab", "c") and ("a", "bc") differ, and null from empty.
  for (const part of [event.topic, event.key, event.value, event.contract?.id ?? '']) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    length.writeInt32BE(bytes?.length ?? -1);
    hash.update(length);
    if (bytes) hash.update(bytes);
  }
  return hash.digest('hex');
}

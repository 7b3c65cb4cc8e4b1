import { createHash } from 'node:crypto';

/**
 * What makes two refused events the same: topic, key, value, contract (whatever the version) and,
 * where the door knows them, source and id. A retry is a repeat; another event that happens to say
 * the same is not.
 */
export function fingerprintOf(event: {
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly contract?: { readonly id: string };
  readonly source?: string;
  readonly eventId?: string;
}): string {
  const hash = createHash('sha256');
  const length = Buffer.alloc(4);
  // Each part behind its length, so that ("ab", "c") and ("a", "bc") differ, and null from empty.
  const { topic, key, value, contract, source = '', eventId = '' } = event;
  for (const part of [topic, key, value, contract?.id ?? '', source, eventId]) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    length.writeInt32BE(bytes?.length ?? -1);
    hash.update(length);
    if (bytes) hash.update(bytes);
  }
  return hash.digest('hex');
}

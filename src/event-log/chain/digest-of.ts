import { createHash } from 'node:crypto';

/** What the log keeps of an event, as the columns give it back. */
export interface StoredEvent {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** The JSON text as it was written. */
  readonly headers: string | null;
  readonly contractId: string | null;
  readonly contractVersion: number | null;
  readonly schemaId: number | null;
  readonly eventId: string | null;
  readonly source: string | null;
}

const ABSENT = -1;

/**
 * SHA-256 over every column of an event, each behind its length as a 32-bit number (-1 for null), so
 * that no two events share a text to be hashed. Where it stands and when it came are the seal's part.
 */
export function digestOf(event: StoredEvent): Buffer {
  const hash = createHash('sha256');
  for (const column of columnsOf(event)) {
    const length = Buffer.allocUnsafe(4);
    length.writeInt32BE(column === null ? ABSENT : Buffer.byteLength(column));
    hash.update(length);
    if (column !== null) hash.update(column);
  }
  return hash.digest();
}

const columnsOf = (event: StoredEvent): readonly (Buffer | string | null)[] => [
  event.key,
  event.value,
  event.headers,
  event.contractId,
  decimal(event.contractVersion),
  decimal(event.schemaId),
  event.eventId,
  event.source,
];

const decimal = (number: number | null): string | null => (number === null ? null : String(number));

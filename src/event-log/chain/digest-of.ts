import { hash } from 'node:crypto';

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
const LENGTH_BYTES = 4;

/**
 * SHA-256 over every column of an event, each behind its length as a 32-bit number (-1 for null), so
 * that no two events share a text to be hashed. Where it stands and when it came are the seal's part.
 *
 * The text is put together first: to hand it over piece by piece costs four times as much.
 */
export function digestOf(event: StoredEvent): Buffer {
  const columns = columnsOf(event);
  let bytes = 0;
  for (const column of columns) bytes += LENGTH_BYTES + lengthOf(column);
  const text = bytes <= written.length ? written.subarray(0, bytes) : Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const column of columns) {
    const length = column === null ? ABSENT : lengthOf(column);
    at = text.writeInt32BE(length, at);
    if (column === null) continue;
    if (typeof column === 'string') text.write(column, at, 'utf8');
    else text.set(column, at);
    at += length;
  }
  return hash('sha256', text, 'buffer');
}

/** Where the texts of all but large events are put together, one after the other. */
const written = Buffer.allocUnsafeSlow(64 * 1024);

const lengthOf = (column: Buffer | string | null): number =>
  column === null ? 0 : Buffer.byteLength(column);

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

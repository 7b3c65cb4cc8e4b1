import type { NewQuarantinedEvent } from '../quarantined-event.js';
import { type QuarantineKeys, SEAL_BYTES } from '../quarantine-keys.js';
import { headersFromJson, headersToJson } from './headers.js';

/** What of a refused event is stored sealed, where there is a key; ids, reasons and places are not. */
interface Contents {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** JSON; sealed, a text of it in base64. */
  readonly headers: string | null;
}

type Event = Pick<NewQuarantinedEvent, 'key' | 'value' | 'headers'>;

/** A row of the quarantine as it is read. */
export interface SealedCase {
  readonly id: string;
  readonly sealedBy: string | null;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Parameters<typeof headersFromJson>[0] | string;
}

const placeOf = (id: string, column: keyof Contents): string => `quarantine ${id} ${column}`;

/** As it is stored: each part sealed into its place of its case. */
export function sealedCase(
  keys: QuarantineKeys,
  { id, ...event }: Event & { readonly id: string },
): Contents {
  const headers = headersToJson(event.headers);
  if (keys.sealing === undefined) return { key: event.key, value: event.value, headers };
  const sealed = (column: keyof Contents, bytes: Buffer | null) =>
    bytes && keys.seal(bytes, placeOf(id, column));
  const sealedHeaders = sealed('headers', headers === null ? null : Buffer.from(headers));
  return {
    key: sealed('key', event.key),
    value: sealed('value', event.value),
    headers: sealedHeaders && JSON.stringify(sealedHeaders.toString('base64')),
  };
}

/** `undefined` where its key is not among these. */
export function openedCase(keys: QuarantineKeys, row: SealedCase): Event | undefined {
  const { id, sealedBy, key, value, headers } = row;
  if (sealedBy === null)
    return { key, value, headers: headersFromJson(typeof headers === 'string' ? null : headers) };
  const opened = (column: keyof Contents, sealed: Buffer | null) =>
    sealed === null ? null : keys.open(sealedBy, sealed, placeOf(id, column));
  const inBytes = typeof headers === 'string' ? Buffer.from(headers, 'base64') : null;
  const [openedKey, openedValue] = [opened('key', key), opened('value', value)];
  const told = opened('headers', inBytes);
  if (openedKey === undefined || openedValue === undefined || told === undefined) return undefined;
  const listed = told && (JSON.parse(told.toString()) as Exclude<SealedCase['headers'], string>);
  return { key: openedKey, value: openedValue, headers: headersFromJson(listed) };
}

/** What the row will hold, which is its share of the room of its topic. */
export function storedBytes(keys: QuarantineKeys, { key, value, headers }: Event): number {
  const told = headersToJson(headers);
  const headerBytes = told === null ? 0 : Buffer.byteLength(told);
  const plain = (key?.length ?? 0) + (value?.length ?? 0);
  if (keys.sealing === undefined) return plain + headerBytes;
  const seals = SEAL_BYTES * [key, value].filter((part) => part !== null).length;
  return plain + seals + (told === null ? 0 : inBase64(headerBytes + SEAL_BYTES) + QUOTES);
}

const QUOTES = 2;
const inBase64 = (bytes: number): number => 4 * Math.ceil(bytes / 3);

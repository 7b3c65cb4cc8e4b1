import type { LoggedEvent } from '#event-log';
import {
  languageOf,
  type Payload,
  type PayloadForm,
  readMessageIndexes,
  type SchemaSource,
} from '#schema';

const SCHEMA_HEADER = '__value_schema_id';
/** Confluent's frame: a zero byte and the id of the schema. */
const FRAME_BYTES = 5;
const JSON_TYPE = /^[^;]*\bjson\b/i;

type Kept = Pick<LoggedEvent, 'value' | 'headers' | 'schemaId'>;

/** The events of one schema as values of JSON; what cannot be read is `undefined`. */
export function valueReader(source: SchemaSource): (event: Kept) => unknown {
  if (source.type === 'JSON')
    return ({ value }) => (value === null ? undefined : parsedJson(unframed(value)));
  const language = languageOf(source.type);
  const read = language?.read(source);
  if (!language || !read?.ok) return () => undefined;
  const payloads = new Map<PayloadForm['encoding'], Payload | undefined>();
  const payloadOf = (encoding: PayloadForm['encoding']) => {
    if (!payloads.has(encoding)) payloads.set(encoding, language.payload(read.value, { encoding }));
    return payloads.get(encoding);
  };
  const meant = payloadOf('json')?.message;
  return (event) => {
    if (event.value === null) return undefined;
    const said = event.headers.find(([name]) => name === 'content-type')?.[1].toString('utf8');
    const isJson = JSON_TYPE.test(said ?? '');
    const bytes = isJson ? event.value : binaryOf(event, event.value, source.type, meant);
    const found = bytes && payloadOf(isJson ? 'json' : 'own')?.read(bytes);
    return found?.ok ? plain(found.value.value) : undefined;
  };
}

const isFramed = (value: Buffer) => value.length >= FRAME_BYTES && value[0] === 0;
export const unframed = (value: Buffer) => (isFramed(value) ? value.subarray(FRAME_BYTES) : value);

/**
 * Without its frame, where there is one: Avro alone may begin with a zero byte by itself.
 * @param meant the indexes of the message the schema means; events of others are not read
 */
function binaryOf(
  { headers, schemaId }: Kept,
  value: Buffer,
  type: SchemaSource['type'],
  meant: readonly number[] | undefined,
): Buffer | undefined {
  if (headers.some(([name]) => name === SCHEMA_HEADER) || !isFramed(value)) return value;
  if (type === 'AVRO') return value.readUInt32BE(1) === schemaId ? unframed(value) : value;
  const said = readMessageIndexes(value, FRAME_BYTES);
  return said && said.message.join() === meant?.join() ? value.subarray(said.end) : undefined;
}

function parsedJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

/** What a double cannot hold stays exact, as ProtoJSON writes it. */
function numberOrDigits(value: bigint): number | string {
  const near = Number(value);
  return Number.isSafeInteger(near) ? near : String(value);
}

/** Numbers and bytes that JSON has no word for, as it would write them. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return numberOrDigits(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const members = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(members.map(([name, each]) => [String(name), plain(each)]));
}

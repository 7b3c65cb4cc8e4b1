import { fail, ok, type Result } from '#kernel';
import { readMessageIndexes } from '#schema';
import type { SchemaName } from '../payload.js';
import { refuse, type Refusal } from '../verdict.js';

/** The magic bytes of Confluent's serializers: before an id in the value, before a guid in a header. */
const BEFORE_ID = 0;
const BEFORE_GUID = 1;
const ID_BYTES = 5;
const GUID_BYTES = 17;

export interface Frame {
  readonly schema: SchemaName;
  /** Which message, where the schema is Protobuf. */
  readonly message: readonly number[] | undefined;
  /** How long the frame is: what it frames begins behind it. */
  readonly length: number;
}

/**
 * `00`, the id in four bytes, and for Protobuf the indexes of the message. JSON and Protobuf never
 * begin with a zero byte, so there it is never taken for the event itself.
 */
export const isFramed = (bytes: Buffer): boolean =>
  bytes.length >= ID_BYTES && bytes[0] === BEFORE_ID;

export function readFrame(bytes: Buffer, isProtobuf: boolean): Result<Frame, Refusal> {
  const schema: SchemaName = { by: 'id', id: bytes.readUInt32BE(1) };
  return behind(bytes, { schema, length: ID_BYTES }, isProtobuf);
}

/** The header `__value_schema_id` or `__key_schema_id`: `01`, the guid, and for Protobuf indexes. */
export function readSchemaHeader(bytes: Buffer, isProtobuf: boolean): Result<Frame, Refusal> {
  if (bytes[0] === BEFORE_ID && bytes.length >= ID_BYTES) return readFrame(bytes, isProtobuf);
  if (bytes[0] !== BEFORE_GUID || bytes.length < GUID_BYTES)
    return fail(
      refuse('SCHEMA_NAME_UNREADABLE', {
        message:
          'The header with the schema of the event holds neither 01 and a guid nor 00 and an id.',
      }),
    );
  const hex = bytes.toString('hex', 1, GUID_BYTES);
  const guid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const schema: SchemaName = { by: 'guid', guid };
  const isBare = bytes.length === GUID_BYTES;
  return behind(bytes, { schema, length: GUID_BYTES }, isProtobuf && !isBare);
}

function behind(
  bytes: Buffer,
  { schema, length }: Pick<Frame, 'schema' | 'length'>,
  isProtobuf: boolean,
): Result<Frame, Refusal> {
  if (!isProtobuf) return ok({ schema, message: undefined, length });
  const indexes = readMessageIndexes(bytes, length);
  if (indexes) return ok({ schema, message: indexes.message, length: indexes.end });
  return fail(
    refuse('SCHEMA_NAME_UNREADABLE', {
      message:
        'Behind the schema id there should be the indexes of the Protobuf message, and there are none.',
    }),
  );
}

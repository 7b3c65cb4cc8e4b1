import { fail, ok, type Result } from '#kernel';
import type { SchemaName } from '../payload.js';
import { refuse, type Refusal } from '../verdict.js';

/** The magic bytes of Confluent's serializers: before an id in the value, before a guid in a header. */
const BEFORE_ID = 0;
const BEFORE_GUID = 1;
const ID_BYTES = 5;
const GUID_BYTES = 17;
/** Messages nest less deep than this, and files hold fewer. */
const INDEXES_MAX = 64;

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
  const indexes = new IndexReader(bytes, length).read();
  if (indexes) return ok({ schema, ...indexes });
  return fail(
    refuse('SCHEMA_NAME_UNREADABLE', {
      message:
        'Behind the schema id there should be the indexes of the Protobuf message, and there are none.',
    }),
  );
}

/** A count and so many indexes, zigzag; a count of zero stands for the first message, `[0]`. */
class IndexReader {
  constructor(
    private readonly bytes: Buffer,
    private at: number,
  ) {}

  read(): { readonly message: readonly number[]; readonly length: number } | undefined {
    const count = this.number();
    if (count === undefined || count > INDEXES_MAX) return undefined;
    const message: number[] = count === 0 ? [0] : [];
    for (let i = 0; i < count; i++) {
      const index = this.number();
      if (index === undefined) return undefined;
      message.push(index);
    }
    return { message, length: this.at };
  }

  /** Not negative, in three bytes at most; `undefined` for all else. */
  private number(): number | undefined {
    let zigzag = 0;
    for (let shift = 0; shift < 21; shift += 7) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) return undefined;
      zigzag |= (byte & 0x7f) << shift;
      if (byte < 0x80) return zigzag & 1 ? undefined : zigzag >>> 1;
    }
    return undefined;
  }
}

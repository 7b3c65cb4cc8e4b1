import type { ExpectedSchema } from '../expected-schema.js';
import type { Embedded, SchemaName } from '../payload.js';
import type { EmbeddedFormat } from '../request.js';
import { refuse, type Refusal } from '../verdict.js';

export interface Part {
  readonly bytes: Buffer | null;
  readonly fault: Refusal | undefined;
  /** Whether it is a piece of the body. */
  readonly isSlice: boolean;
  readonly embedded?: Embedded | undefined;
  /** What found it valid where it stands. */
  readonly provenBy?: ExpectedSchema | undefined;
}

/** A key or a value where it stands in a body. */
export type FoundPart = Part & { readonly bytes: Buffer };

const NONE: Part = { bytes: null, fault: undefined, isSlice: true };
/** RFC 4648 §4 and §5, padded or not. */
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** A key or a value, out of the form its format writes it in. `null` is none. */
export function openPart(
  found: FoundPart | undefined,
  format: EmbeddedFormat | 'text',
  schema: SchemaName = { by: 'newest', subject: undefined },
): Part {
  if (!found || isNull(found.bytes)) return NONE;
  if (format === 'binary' || format === 'text') return fromText(found, format);
  if (format === 'json') return found;
  const { bytes, fault, provenBy } = found;
  return { bytes, fault, isSlice: true, embedded: { type: format.type, schema }, provenBy };
}

function fromText({ bytes, fault }: FoundPart, format: 'binary' | 'text'): Part {
  if (fault) return { bytes, fault, isSlice: false };
  const text: unknown = bytes[0] === QUOTE ? JSON.parse(bytes.toString('utf8')) : undefined;
  if (typeof text !== 'string') return { bytes, fault: noText(format), isSlice: false };
  if (format === 'text') return { bytes: Buffer.from(text), fault, isSlice: false };
  const isBase64 = BASE64.test(text) && text.replace(/=+$/, '').length % 4 !== 1;
  if (!isBase64) return { bytes, fault: noText(format), isSlice: false };
  return { bytes: Buffer.from(text, 'base64'), fault, isSlice: false };
}

const QUOTE = 0x22;
const NULL = Buffer.from('null');
export const isNull = (bytes: Buffer): boolean =>
  bytes.length === NULL.length && bytes.equals(NULL);

const noText = (format: 'binary' | 'text'): Refusal =>
  refuse('NOT_DECODABLE', {
    message:
      format === 'binary'
        ? 'The format of the record is binary, and what stands here is no string of base64.'
        : 'The type of the data is STRING, and what stands here is no string.',
  });

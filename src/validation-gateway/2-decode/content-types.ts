import { fail, ok, type Result } from '#kernel';
import type { PayloadForm, SchemaType } from '#schema';
import type { ArrivedEvent } from '../event.js';
import { refuse, type Refusal } from '../verdict.js';

/** RFC 6838 §4.2.8: a type that ends in +json is JSON. */
const JSON_TYPE = /^(application\/json|text\/json|[^;\s]+\+json)$/;
const ANY_BYTES = 'application/octet-stream';
/** Media types of the binary forms, registered or in use. */
const BINARY: Readonly<Record<SchemaType, readonly string[]>> = {
  JSON: [],
  AVRO: ['avro/binary', 'application/avro', 'application/vnd.apache.avro+binary'],
  PROTOBUF: ['application/protobuf', 'application/x-protobuf', 'application/vnd.google.protobuf'],
};
const AS_JSON: Readonly<Record<SchemaType, readonly string[]>> = {
  JSON: [],
  AVRO: ['avro/json', 'application/avro+json', 'application/vnd.apache.avro+json'],
  PROTOBUF: ['application/protobuf+json', 'application/x-protobuf+json'],
};
const NAMES: Readonly<Record<SchemaType, string>> = {
  JSON: 'JSON',
  AVRO: 'Avro',
  PROTOBUF: 'Protobuf',
};
const REMEDIES: Readonly<Record<SchemaType, string>> = {
  JSON: 'application/json',
  AVRO: 'application/avro, or application/avro+json for the JSON encoding',
  PROTOBUF: 'application/protobuf, or application/protobuf+json for ProtoJSON',
};

/** How the bytes of an event encode what its contract describes, by what is said about them. */
export function encodingOf(
  { contentType, isScanned }: Pick<ArrivedEvent, 'contentType' | 'isScanned'>,
  type: SchemaType,
): Result<PayloadForm['encoding'], Refusal> {
  if (contentType === undefined && type === 'JSON') return OWN;
  const [media = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const name = media.trim();
  if (!isUtf8Charset(parameters)) return fail(otherCharset(contentType));
  if (AS_JSON[type].includes(name)) return ok('json');
  if (type === 'JSON') {
    if (contentType === undefined || JSON_TYPE.test(name)) return ok('own');
  } else if (
    !isScanned &&
    (contentType === undefined || name === ANY_BYTES || BINARY[type].includes(name))
  )
    return ok('own');
  const said = contentType === undefined ? 'JSON' : contentType.slice(0, 80);
  return fail(
    refuse('CONTENT_TYPE_MISMATCH', {
      message: `The contract describes ${NAMES[type]}, and the event carries ${said}. Send ${REMEDIES[type]}.`,
    }),
  );
}

const OWN = ok<PayloadForm['encoding']>('own');

/** JSON is UTF-8 (RFC 8259 §8.1); what claims to be something else would be read as what it is not. */
const isUtf8Charset = (parameters: readonly string[]): boolean =>
  parameters.every(
    (each) => !/^\s*charset\s*=/.test(each) || /=\s*"?(utf-?8|us-ascii)"?\s*$/.test(each),
  );

const otherCharset = (contentType = ''): Refusal =>
  refuse('CONTENT_TYPE_MISMATCH', {
    message: `The event says it is written in another character set than UTF-8: ${contentType.slice(0, 80)}. Send UTF-8.`,
  });

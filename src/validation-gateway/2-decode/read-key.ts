import { fail, ok, type Result } from '#kernel';
import type { SchemaType } from '#schema';
import type { ArrivedEvent } from '../event.js';
import type { ArrivedPayload, SchemaName } from '../payload.js';
import { refuse, type Refusal } from '../verdict.js';
import { isFramed, readFrame, readSchemaHeader } from './read-frame.js';
import { embeddedForm } from './read-payload.js';
import { faultOfWhole } from './slice-value.js';

const SCHEMA_HEADER = '__key_schema_id';

/** The language of a schema of the topic's keys; `undefined` where there is no such schema. */
export type LanguageOfKey = (schema: SchemaName) => SchemaType | undefined;

/**
 * What is inside of a key that says which schema it was written under: in the request, in a header or
 * in a frame. `undefined`: it says nothing, and is bytes of its own.
 *
 * A frame is looked for only where the topic has schemas of keys: elsewhere a key that begins with
 * a zero byte, as whole numbers in eight bytes do, is just that.
 *
 * @param hasSchemas whether keys of the topic have any schema
 */
export function readKey(
  event: ArrivedEvent,
  { hasSchemas, languageOf }: { hasSchemas: boolean; languageOf: LanguageOfKey },
): Result<ArrivedPayload | undefined, Refusal> {
  const { key, embedded, headers, isKeyJson } = event;
  if (!key) return ok(undefined);
  if (embedded?.key) {
    const { type, schema } = embedded.key;
    const found = languageOf(schema);
    if (!found || (type !== undefined && type !== found)) return fail(notAccepted());
    return ok(payloadOf(key, { schema, form: embeddedForm(found) }, found));
  }
  const header = headers?.find(([name]) => name === SCHEMA_HEADER)?.[1];
  if (!header && (!hasSchemas || isKeyJson || !isFramed(key))) return ok(undefined);
  return named(key, header, languageOf);
}

function named(
  key: Buffer,
  header: Buffer | undefined,
  languageOf: LanguageOfKey,
): Result<ArrivedPayload, Refusal> {
  const read = header ? readSchemaHeader : readFrame;
  const bytes = header ?? key;
  const bare = read(bytes, false);
  if (!bare.ok) return fail(inKey(bare.error));
  const type = languageOf(bare.value.schema);
  if (!type) return fail(notAccepted());
  const frame = type === 'PROTOBUF' ? read(bytes, true) : bare;
  if (!frame.ok) return fail(inKey(frame.error));
  const { schema, message, length } = frame.value;
  const inside = header ? key : key.subarray(length);
  return ok(payloadOf(inside, { schema, form: { encoding: 'own', message } }, type));
}

function payloadOf(
  bytes: Buffer,
  { schema, form }: Pick<ArrivedPayload, 'schema' | 'form'>,
  type: SchemaType,
): ArrivedPayload {
  const isJson = type === 'JSON' || form.encoding === 'json';
  return { ...{ bytes, schema, form }, fault: () => (isJson ? faultOfWhole(bytes) : undefined) };
}

const notAccepted = (): Refusal =>
  refuse('SCHEMA_NOT_ACCEPTED', {
    message:
      'The key names a schema that is none of those registered for the keys of its topic, under the topic and "-key".',
  });

export const inKey = ({ reason, message, violations }: Refusal): Refusal =>
  refuse(reason, { message: `In the key: ${message}` }, violations);

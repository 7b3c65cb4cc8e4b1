import { type Direction, rules } from '#compat';
import type { Finding } from '#kernel';
import { addressOf } from './address-of.js';

interface Sentence {
  readonly reader: string;
  readonly writer: string;
  readonly path: string;
}

/** The sentences of the dialect, word for word; tools match them. */
const SENTENCES: Readonly<Record<string, (about: Sentence) => string>> = {
  MESSAGE_REMOVED: ({ path, reader, writer }) =>
    `The ${reader} schema is missing a MESSAGE type at path '${path}' in the ${writer} schema`,
  FIELD_SCALAR_KIND_CHANGED: ({ path, reader, writer }) =>
    `The kind of a SCALAR field at path '${path}' in the ${reader} schema does not match its kind in the ${writer} schema`,
  FIELD_KIND_CHANGED: ({ path, reader, writer }) =>
    `The type of a field at path '${path}' in the ${reader} schema does not match the ${writer} schema`,
  FIELD_NUMERIC_LABEL_CHANGED: ({ path, reader, writer }) =>
    `The label for a NUMERIC field at path '${path}' in the ${reader} schema does not match its label in the ${writer} schema`,
  REQUIRED_FIELD_ADDED: ({ path, reader, writer }) =>
    `A required field  at path '${path}' in the ${reader} schema is missing in the ${writer} schema`,
  MULTIPLE_FIELDS_MOVED_TO_ONEOF: ({ path, reader, writer }) =>
    `Multiple fields in the oneof at path '${path}' in the ${reader} schema are outside a oneof in the ${writer} schema`,
};

/** A finding about Protobuf as the dialect says it; `undefined` for what the dialect does not know. */
export function protobufInDialect(
  { ruleId, message, oldPath, newPath }: Finding,
  direction: Direction,
): { readonly errorType: string; readonly description: string } | undefined {
  const errorType = errorTypeOf(ruleId, message);
  const sentence = errorType === undefined ? undefined : SENTENCES[errorType];
  if (errorType === undefined || !sentence) return undefined;
  const isBackward = direction === 'backward';
  const [reader, writer] = isBackward ? ['new', 'old'] : ['old', 'new'];
  const place = (isBackward ? newPath : oldPath) || oldPath || newPath;
  const path = addressOf(place);
  return { errorType, description: sentence({ reader, writer, path }) };
}

/** To an old reader a required field that was removed is one that its schema adds. */
function errorTypeOf(ruleId: string, message: string): string | undefined {
  const errorType = rules[ruleId]?.confluent;
  if (errorType === 'REQUIRED_FIELD_REMOVED') return 'REQUIRED_FIELD_ADDED';
  const isNamed = /(message|enum) "/.test(message);
  return errorType === 'FIELD_SCALAR_KIND_CHANGED' && isNamed ? 'FIELD_KIND_CHANGED' : errorType;
}

import { type Direction, rules } from '#compat';
import type { Finding } from '#kernel';

interface Sentence {
  readonly reader: string;
  readonly writer: string;
  readonly path: string;
  /** The field or symbol the finding is about. */
  readonly name: string;
}

/** The sentences of the dialect, word for word; tools match them. */
const SENTENCES: Readonly<Record<string, (about: Sentence) => string>> = {
  FIXED_SIZE_MISMATCH: ({ path, reader, writer }) =>
    `The size of FIXED type field at path '${path}' in the ${reader} schema does not match with the ${writer} schema`,
  TYPE_MISMATCH: ({ path, reader, writer }) =>
    `The type (path '${path}') of a field in the ${reader} schema does not match with the ${writer} schema`,
  NAME_MISMATCH: ({ path }) => `The name of the schema has changed (path '${path}')`,
  MISSING_ENUM_SYMBOLS: ({ path, name, reader, writer }) =>
    `The ${reader} schema is missing enum symbols '[${name}]' at path '${path}' in the ${writer} schema`,
  MISSING_UNION_BRANCH: ({ path, reader, writer }) =>
    `The ${reader} schema is missing a type inside a union field at path '${path}' in the ${writer} schema`,
  READER_FIELD_MISSING_DEFAULT_VALUE: ({ path, name, reader, writer }) =>
    `The field '${name}' at path '${path}' in the ${reader} schema has no default value and is missing in the ${writer} schema`,
};

/** A finding about Avro as the dialect says it; `undefined` for what the dialect does not know. */
export function avroInDialect(
  { ruleId, message, oldPath, newPath }: Finding,
  direction: Direction,
): { readonly errorType: string; readonly description: string } | undefined {
  const errorType = rules[ruleId]?.confluent;
  const sentence = errorType === undefined ? undefined : SENTENCES[errorType];
  if (errorType === undefined || !sentence) return undefined;
  const isBackward = direction === 'backward';
  const [reader, writer] = isBackward ? ['new', 'old'] : ['old', 'new'];
  const path = (isBackward ? newPath : oldPath) || '/';
  // Names of Avro hold no quotes, and the first one in a message is what it is about.
  const name = /"([^"]*)"/.exec(message)?.[1] ?? '';
  return { errorType, description: sentence({ reader, writer, path, name }) };
}

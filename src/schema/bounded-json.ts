import { fail, limits, type Result } from '#kernel';
import { inDocument } from './found-fault.js';
import { type JsonText, readJsonText } from './json-text.js';
import { type SchemaFault } from './language.js';

const CODES = {
  syntax: 'SCHEMA_SYNTAX',
  'too-deep': 'SCHEMA_TOO_DEEP',
  'too-wide': 'SCHEMA_TOO_WIDE',
  'too-many-nodes': 'SCHEMA_TOO_MANY_NODES',
  'duplicate-name': 'SCHEMA_DUPLICATE_NAME',
  'reserved-name': 'SCHEMA_RESERVED_NAME',
  'number-range': 'SCHEMA_NUMBER_RANGE',
} as const;
const TOO_LARGE = `It is longer than ${limits.schemaBytes.value} bytes. Split it into referenced schemas.`;

/** The schema itself has the empty name. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

export const tooManyReferences = (count: number): SchemaFault => ({
  code: 'SCHEMA_TOO_MANY_REFERENCES',
  pointer: '',
  message: `It refers to ${count} other schemas, more than ${limits.referenceCount.value}. Merge some of them.`,
});

/** One text of a schema language written in JSON, within every limit such a text has. */
export function readBoundedJson({
  name,
  text,
}: NamedText): Result<JsonText, readonly SchemaFault[]> {
  if (utf8Bytes(text) > limits.schemaBytes.value)
    return fail([{ code: 'SCHEMA_TOO_LARGE', pointer: '', ...inDocument(name, TOO_LARGE) }]);
  const json = readJsonText(text, {
    depthMax: limits.schemaDepth.value,
    nodesMax: limits.schemaNodes.value,
    membersMax: limits.schemaProperties.value,
  });
  if (!json.ok) {
    const { kind, pointer, message, line, column } = json.error;
    return fail([{ code: CODES[kind], pointer, ...inDocument(name, message), line, column }]);
  }
  return json;
}

/** Bytes in UTF-8, counted only as far as the question needs. */
function utf8Bytes(text: string): number {
  if (text.length > limits.schemaBytes.value) return text.length;
  return new TextEncoder().encode(text).length;
}

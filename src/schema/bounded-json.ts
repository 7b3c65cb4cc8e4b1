import { fail, limits, type Result } from '#kernel';
import { inDocument } from './found-fault.js';
import { type Json, type JsonObject } from './json.js';
import { escapePointerToken } from './json-pointer.js';
import { type JsonText, placeInJsonText, readJsonText } from './json-text.js';
import { type SchemaFault } from './language.js';

const CODES = {
  syntax: 'SCHEMA_SYNTAX',
  'too-deep': 'SCHEMA_TOO_DEEP',
  'too-many-nodes': 'SCHEMA_TOO_MANY_NODES',
  'duplicate-name': 'SCHEMA_DUPLICATE_NAME',
  'reserved-name': 'SCHEMA_RESERVED_NAME',
  'number-range': 'SCHEMA_NUMBER_RANGE',
} as const;
const TOO_LARGE = `It is longer than ${limits.schemaBytes.value} bytes. Split it into referenced schemas.`;
const TOO_WIDE = `This object has more than ${limits.schemaProperties.value} members. Nest or split it.`;

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
    return fail([{ code: 'SCHEMA_TOO_LARGE', pointer: '', message: inDocument(name, TOO_LARGE) }]);
  const json = readJsonText(text, {
    depthMax: limits.schemaDepth.value,
    nodesMax: limits.schemaNodes.value,
  });
  if (!json.ok) {
    const { kind, pointer, message, line, column } = json.error;
    return fail([{ code: CODES[kind], pointer, message: inDocument(name, message), line, column }]);
  }
  if (json.value.widest <= limits.schemaProperties.value) return json;
  const wide = widePlace(json.value.plain) ?? '';
  const message = inDocument(name, TOO_WIDE);
  return fail([
    { code: 'SCHEMA_TOO_WIDE', pointer: wide, message, ...placeInJsonText(text, wide) },
  ]);
}

/** Bytes in UTF-8, counted only as far as the question needs. */
function utf8Bytes(text: string): number {
  if (text.length > limits.schemaBytes.value) return text.length;
  return new TextEncoder().encode(text).length;
}

/** An object with too many members; its pointer is put together on the way back only. */
function widePlace(value: Json): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!Array.isArray(value) && Object.keys(value).length > limits.schemaProperties.value) return '';
  for (const [name, member] of Object.entries(value as JsonObject)) {
    if (typeof member !== 'object') continue;
    const below = widePlace(member);
    if (below !== undefined) return `/${escapePointerToken(name)}${below}`;
  }
  return undefined;
}

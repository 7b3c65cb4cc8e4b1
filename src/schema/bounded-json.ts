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
  const wide = widePlace(json.value.plain);
  if (wide === undefined) return json;
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

/** The first object with too many members, breadth first. */
function widePlace(root: Json): string | undefined {
  const pending: { value: Json; pointer: string }[] = [{ value: root, pointer: '' }];
  for (let place = pending.pop(); place; place = pending.pop()) {
    if (typeof place.value !== 'object' || place.value === null) continue;
    const members = Object.entries(place.value as JsonObject);
    if (!Array.isArray(place.value) && members.length > limits.schemaProperties.value)
      return place.pointer;
    for (const [name, value] of members)
      if (typeof value === 'object')
        pending.push({ value, pointer: `${place.pointer}/${escapePointerToken(name)}` });
  }
  return undefined;
}

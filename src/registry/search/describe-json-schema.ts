import { appendPointer } from '#schema';
import {
  type DescribedField,
  type DescribedSchema,
  FIELDS_MAX,
  isNode,
  tagsIn,
  textIn,
} from './described-field.js';

const SHELVES = ['definitions', '$defs'];
/** Schemas of parts of the value, and of the same value. */
const OF_PARTS = ['items', 'prefixItems', 'additionalProperties', 'contains'];
const OF_THE_SAME = ['not', 'if', 'then', 'else', 'allOf', 'anyOf', 'oneOf'];

/** Read as JSON, not as a schema: nothing in it is compiled. Paths are those of an event. */
export function describeJsonSchema(text: string): DescribedSchema {
  const root: unknown = JSON.parse(text);
  if (!isNode(root)) return { fields: [] };
  const found = new Map<string, DescribedField>();
  collect(root, '', found);
  return {
    title: textIn(root, 'title'),
    description: textIn(root, 'description'),
    fields: [...found.values()],
  };
}

/** Every registration passes here: a keyword that is not there costs nothing. */
function collect(schema: unknown, path: string, found: Map<string, DescribedField>): void {
  if (!isNode(schema) || found.size >= FIELDS_MAX) return;
  for (const [name, property] of membersOf(schema.properties)) {
    const below = appendPointer(path, name);
    if (!found.has(below) && found.size < FIELDS_MAX) found.set(below, fieldOf(below, property));
    collect(property, below, found);
  }
  for (const [, held] of membersOf(schema.patternProperties))
    collect(held, appendPointer(path, '*'), found);
  for (const word of OF_PARTS)
    for (const part of listed(schema[word])) collect(part, appendPointer(path, '*'), found);
  for (const word of OF_THE_SAME)
    for (const same of listed(schema[word])) collect(same, path, found);
  for (const shelf of SHELVES)
    for (const [name, held] of membersOf(schema[shelf])) collect(held, `${path}/#${name}`, found);
}

const NOTHING: readonly never[] = [];
const membersOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  isNode(value) ? Object.entries(value) : NOTHING;

function listed(value: unknown): readonly unknown[] {
  if (value === undefined) return NOTHING;
  return Array.isArray(value) ? value : [value];
}

const fieldOf = (path: string, property: unknown): DescribedField =>
  isNode(property)
    ? { path, doc: textIn(property, 'description', 'title'), tags: tagsIn(property) }
    : { path };

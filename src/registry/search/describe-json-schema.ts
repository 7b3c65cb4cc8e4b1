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
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
const INNER = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains'];

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

function collect(schema: unknown, path: string, found: Map<string, DescribedField>): void {
  if (!isNode(schema) || found.size >= FIELDS_MAX) return;
  const { properties, patternProperties } = schema;
  for (const [name, property] of Object.entries(isNode(properties) ? properties : {})) {
    const below = appendPointer(path, name);
    if (!found.has(below) && found.size < FIELDS_MAX) found.set(below, fieldOf(below, property));
    collect(property, below, found);
  }
  for (const held of Object.values(isNode(patternProperties) ? patternProperties : {}))
    collect(held, appendPointer(path, '*'), found);
  for (const word of INNER) {
    const isInside = word === 'items' || word === 'additionalProperties' || word === 'contains';
    for (const inner of [schema[word]].flat())
      collect(inner, isInside ? appendPointer(path, '*') : path, found);
  }
  for (const word of LISTS)
    for (const branch of [schema[word]].flat()) collect(branch, path, found);
  for (const shelf of SHELVES)
    for (const [name, held] of Object.entries(isNode(schema[shelf]) ? schema[shelf] : {}))
      collect(held, `${path}/#${name}`, found);
}

const fieldOf = (path: string, property: unknown): DescribedField =>
  isNode(property)
    ? { path, doc: textIn(property, 'description', 'title'), tags: tagsIn(property) }
    : { path };

import { type Json, type JsonObject } from '../json.js';
import { type Draft } from './drafts.js';
import { keywordOf } from './keywords.js';

const VALUES_MAX = 12;
const TEXT_MAX = 120;
const json = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
};
const list = (values: readonly unknown[]): string =>
  values.slice(0, VALUES_MAX).map(json).join(', ') +
  (values.length > VALUES_MAX ? ` and ${values.length - VALUES_MAX} more` : '');
const count = (value: Json, one: string, many = `${one}s`): string =>
  `${json(value)} ${value === 1 ? one : many}`;
const isExclusive = (schema: JsonObject, flag: string): string =>
  schema[flag] === true ? 'exclusive' : 'inclusive';

type Words = (value: Json, schema: JsonObject) => string | undefined;
const LOWER = { inclusive: 'at least', exclusive: 'more than' } as const;
const UPPER = { inclusive: 'at most', exclusive: 'less than' } as const;

/** In the order a person asks: which values, how large, what form, how many. */
const words: Readonly<Record<string, Words>> = {
  const: (value) => `exactly ${json(value)}`,
  enum: (values) => `one of ${list(values as readonly Json[])}`,
  minimum: (value, schema) =>
    `${LOWER[isExclusive(schema, 'exclusiveMinimum') as 'inclusive']} ${json(value)}`,
  maximum: (value, schema) =>
    `${UPPER[isExclusive(schema, 'exclusiveMaximum') as 'inclusive']} ${json(value)}`,
  exclusiveMinimum: (value) => (typeof value === 'number' ? `more than ${value}` : undefined),
  exclusiveMaximum: (value) => (typeof value === 'number' ? `less than ${value}` : undefined),
  multipleOf: (value) => `a multiple of ${json(value)}`,
  minLength: (value) => `at least ${count(value, 'character')}`,
  maxLength: (value) => `at most ${count(value, 'character')}`,
  pattern: (value) => `matches ${value as string}`,
  format: (value) => `format ${value as string}`,
  minItems: (value) => `at least ${count(value, 'item')}`,
  maxItems: (value) => `at most ${count(value, 'item')}`,
  uniqueItems: (value) => (value === true ? 'no item twice' : undefined),
  contains: () => 'holds an item of a described kind',
  minProperties: (value) => `at least ${count(value, 'property', 'properties')}`,
  maxProperties: (value) => `at most ${count(value, 'property', 'properties')}`,
  propertyNames: () => 'property names follow a rule',
  additionalProperties: (value) => (value === false ? 'no other properties' : undefined),
  unevaluatedProperties: (value) => (value === false ? 'no other properties' : undefined),
  additionalItems: (value) => (value === false ? 'no further items' : undefined),
  unevaluatedItems: (value) => (value === false ? 'no further items' : undefined),
  dependentRequired: (value) => dependencies(value),
  dependencies: (value) => dependencies(value),
  not: () => 'not of a described kind',
  default: (value) => `default ${json(value)}`,
};

function dependencies(value: Json): string | undefined {
  const sentences = Object.entries(value as JsonObject)
    .filter(([, names]) => Array.isArray(names) && names.length > 0)
    .map(([name, names]) => `with ${json(name)} also ${list(names as readonly Json[])}`);
  return sentences.length > 0 ? sentences.join('; ') : undefined;
}

const places = new Map(Object.keys(words).map((keyword, place) => [keyword, place]));
const placeOf = (keyword: string): number => places.get(keyword) ?? -1;

/** What a schema object demands, a few words each: `at least 1`, `matches ^[a-z]+$`. */
export function constraintsInWords(schema: JsonObject, draft: Draft): readonly string[] {
  // What is there is little, and of a wide schema there are thousands.
  return Object.keys(schema)
    .filter(
      (keyword) => placeOf(keyword) >= 0 && (keyword === 'default' || keywordOf(keyword, draft)),
    )
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((keyword) => words[keyword]?.(schema[keyword] as Json, schema))
    .filter((text) => text !== undefined);
}

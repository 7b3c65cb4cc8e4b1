import { type ErrorObject } from 'ajv';
import { invariant } from '#kernel';
import { type Violation } from '../language.js';
import { appendPointer } from '../json-pointer.js';
import { closestAlternatives } from './closest-alternatives.js';
import { type Origin, type Origins } from './one-dialect.js';
import { originOf } from './origin-of.js';

/**
 * Turns ajv's errors into violations: the exact place in the event, the keyword and place in the
 * schema as its author wrote it, and a sentence that never quotes the event.
 */
export function explainErrors(
  errors: readonly ErrorObject[],
  origins: Origins,
): readonly Violation[] {
  const reasons = closestAlternatives(errors, origins).filter(isReason);
  const violations = reasons.map((error) => violationOf(error, origins));
  const byIdentity = new Map(
    violations.map((each) => [`${each.pointer} ${each.schemaPointer}`, each]),
  );
  return [...byIdentity.values()];
}

/** Words that only sum up the reasons listed beside them. */
const isReason = ({ keyword }: ErrorObject): boolean =>
  keyword !== 'if' && keyword !== 'propertyNames';

function violationOf(error: ErrorObject, origins: Origins): Violation {
  const origin = originOf(error, origins);
  const keyword = keywordOf(error, origin);
  const { document, pointer } = origin.place;
  const prefix = document.name === '' ? '' : `${document.name}#`;
  const isWhole = error.keyword === 'never' && keyword === 'false';
  return {
    pointer: pointerOf(error),
    keyword,
    schemaPointer: prefix + (isWhole ? pointer : appendPointer(pointer, keyword)),
    message: inName(error, sentence(error)),
  };
}

/** What the keyword was called in the text; a schema that is just `false` has none. */
function keywordOf({ keyword }: ErrorObject, { renamed }: Origin): string {
  const written = Object.hasOwn(renamed, keyword) ? renamed[keyword] : undefined;
  return written ?? (keyword === 'never' ? 'false' : keyword);
}

type Params = Readonly<Record<string, unknown>>;

/** Points at the missing, surplus or misnamed property itself. */
function pointerOf({ instancePath, propertyName, params }: ErrorObject): string {
  const { missingProperty, additionalProperty, unevaluatedProperty } = params as Params;
  const name = propertyName ?? missingProperty ?? additionalProperty ?? unevaluatedProperty;
  return typeof name === 'string' ? appendPointer(instancePath, name) : instancePath;
}

const inName = ({ propertyName }: ErrorObject, message: string): string =>
  propertyName === undefined ? message : `The name of this property is not allowed. ${message}`;

type Sentence = (params: Params, error: ErrorObject) => string;

const plural = (count: unknown, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;

const COMPARISONS: Readonly<Record<string, string>> = {
  '<=': 'at most',
  '>=': 'at least',
  '<': 'less than',
  '>': 'more than',
};
const compared: Sentence = ({ comparison, limit }) =>
  `The number must be ${wordsFor(comparison, COMPARISONS)} ${String(limit)}. Send one in range.`;

const sentences: Readonly<Record<string, Sentence>> = {
  required: ({ missingProperty }) =>
    `The required property ${quoted(missingProperty)} is missing. Add it.`,
  dependentRequired: ({ missingProperty }) =>
    `The property ${quoted(missingProperty)} is required beside the ones sent. Add it.`,
  dependencies: ({ missingProperty }) =>
    `The property ${quoted(missingProperty)} is required beside the ones sent. Add it.`,
  type: ({ type }, { data }) =>
    `This must be ${orList(type)} but is ${typeInWords(data)}. Send the promised type.`,
  enum: (_, { schema }) =>
    `The value is not one of the allowed values: ${valueList(schema)}. Send one of them.`,
  oneOfValues: (_, { schema }) =>
    `The value is not one of the allowed values: ${valueList(schema)}. Send one of them.`,
  const: (_, { schema }) => `The value must be exactly ${valueList([schema])}. Send it.`,
  sameAs: () => 'The value must be exactly the one the schema names. Send it.',
  maximum: compared,
  minimum: compared,
  exclusiveMaximum: compared,
  exclusiveMinimum: compared,
  exactMultipleOf: (_, { schema }) =>
    `The number must be a multiple of ${String(schema)}. Round it.`,
  maxLength: ({ limit }) => `The text is longer than ${plural(limit, 'character')}. Shorten it.`,
  minLength: ({ limit }) => `The text is shorter than ${plural(limit, 'character')}. Complete it.`,
  pattern: (_, { schema }) =>
    `The text does not match the pattern ${String(schema)}. Correct its form.`,
  format: (_, { schema }) => `The text is not a valid ${String(schema)}. Correct its form.`,
  maxItems: ({ limit }) => `The list has more than ${plural(limit, 'item')}. Remove some.`,
  minItems: ({ limit }) => `The list has fewer than ${plural(limit, 'item')}. Add some.`,
  items: ({ limit }) =>
    `The list has items after position ${String(limit)}, where none are declared. Remove them.`,
  unevaluatedItems: () => 'The list has items that the schema does not declare. Remove them.',
  distinctItems: () => 'The list repeats an item; all must differ. Remove the repetition.',
  contains: ({ minContains, maxContains }) =>
    `The list must hold at least ${plural(minContains, 'item')}` +
    `${maxContains === undefined ? '' : ` and at most ${Number(maxContains)}`} of the described kind. Correct it.`,
  maxProperties: ({ limit }) =>
    `The object has more than ${plural(limit, 'property', 'properties')}. Remove some.`,
  minProperties: ({ limit }) =>
    `The object has fewer than ${plural(limit, 'property', 'properties')}. Add some.`,
  additionalProperties: () =>
    'The schema does not declare this property and allows no others. Remove or declare it.',
  unevaluatedProperties: () =>
    'The schema does not declare this property and allows no others. Remove or declare it.',
  never: () => 'The schema allows no value here. Remove it.',
  not: () => 'The value is of the kind that the schema rules out. Change it.',
  anyOf: (_, { schema }) =>
    `The value fits none of the ${countOf(schema)} alternatives. Make it fit one.`,
  oneOf: ({ passingSchemas }, { schema }) =>
    Array.isArray(passingSchemas)
      ? `The value fits more than one of the ${countOf(schema)} alternatives; it must fit exactly one.`
      : `The value fits none of the ${countOf(schema)} alternatives. Make it fit exactly one.`,
};

function sentence(error: ErrorObject): string {
  const write = sentences[error.keyword];
  return write
    ? write(error.params as Params, error)
    : `The value breaks the rule "${error.keyword}". Correct it.`;
}

const VALUES_MAX = 10;
const TEXT_MAX = 80;
const quoted = (value: unknown): string => shorten(JSON.stringify(value));
const shorten = (text: string): string =>
  text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text;
const countOf = (schema: unknown): number => (schema as readonly unknown[]).length;
function wordsFor(key: unknown, table: Readonly<Record<string, string>>): string {
  const words = table[String(key)];
  invariant(words, `there are words for ${String(key)}`);
  return words;
}

/** Values of the schema, never of the event. */
function valueList(schema: unknown): string {
  const values = schema as readonly unknown[];
  const shown = values.slice(0, VALUES_MAX).map(quoted).join(', ');
  return values.length > VALUES_MAX ? `${shown} and ${values.length - VALUES_MAX} more` : shown;
}

const ARTICLES: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};
const orList = (types: unknown): string =>
  (Array.isArray(types) ? types : [types]).map((type) => wordsFor(type, ARTICLES)).join(' or ');

function typeInWords(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number')
    return Number.isInteger(value) ? 'an integer' : 'a number with a fraction';
  return typeof value === 'boolean' ? 'a boolean' : wordsFor(typeof value, ARTICLES);
}

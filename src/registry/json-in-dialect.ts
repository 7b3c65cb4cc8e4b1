import type { Direction } from '#compat';
import type { Finding } from '#kernel';
import { addressOf } from './address-of.js';

interface About {
  readonly path: string;
  readonly reader: string;
  readonly writer: string;
}

type Sentence = (about: About) => string;

const added: Sentence = ({ path, reader, writer }) =>
  `The keyword at path '${path}' in the ${reader} schema is not present in the ${writer} schema`;
const more: Sentence = ({ path, reader, writer }) =>
  `The value at path '${path}' in the ${reader} schema is more than its value in the ${writer} schema`;
const less: Sentence = ({ path, reader, writer }) =>
  `The value at path '${path}' in the ${reader} schema is less than its value in the ${writer} schema`;
const other: Sentence = ({ path, reader, writer }) =>
  `The value at path '${path}' is different between the ${reader} and ${writer} schema`;
const fewer: Sentence = ({ path, reader, writer }) =>
  `An array or combined type at path '${path}' has fewer elements in the ${reader} schema than the ${writer} schema`;
const longer: Sentence = ({ path, reader, writer }) =>
  `An array or combined type at path '${path}' has more elements in the ${reader} schema than the ${writer} schema`;
const otherType: Sentence = ({ path, reader, writer }) =>
  `A type at path '${path}' is different between the ${reader} schema and the ${writer} schema`;

/** Limits by their keyword: what the dialect calls one that came, and one that became narrower. */
const LIMITS: Readonly<Record<string, readonly [name: string, verb: string, Sentence]>> = {
  maxLength: ['MAX_LENGTH', 'DECREASED', less],
  minLength: ['MIN_LENGTH', 'INCREASED', more],
  maximum: ['MAXIMUM', 'DECREASED', less],
  minimum: ['MINIMUM', 'INCREASED', more],
  exclusiveMaximum: ['EXCLUSIVE_MAXIMUM', 'DECREASED', less],
  exclusiveMinimum: ['EXCLUSIVE_MINIMUM', 'INCREASED', more],
  maxItems: ['MAX_ITEMS', 'DECREASED', less],
  minItems: ['MIN_ITEMS', 'INCREASED', more],
  maxProperties: ['MAX_PROPERTIES', 'DECREASED', less],
  minProperties: ['MIN_PROPERTIES', 'INCREASED', more],
  multipleOf: ['MULTIPLE_OF', 'CHANGED', other],
  pattern: ['PATTERN', 'CHANGED', other],
};

const openProperty: Sentence = ({ path, reader, writer }) =>
  `The ${reader} schema has an open content model and has a property or item at path '${path}' which is missing in the ${writer} schema`;
const closedProperty: Sentence = ({ path, reader, writer }) =>
  `The ${reader} has a closed content model and is missing a property or item present at path '${path}' in the ${writer} schema`;

/** Findings that mean one thing in the dialect, by what happened to the reader of the event. */
const OTHERS: Readonly<Record<string, readonly [errorType: string, Sentence]>> = {
  JSON_TYPE_CHANGED: ['TYPE_CHANGED', otherType],
  JSON_PROPERTY_ADDED: ['PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL', openProperty],
  JSON_PROPERTY_REMOVED: ['PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL', closedProperty],
  JSON_REQUIRED_ADDED: ['REQUIRED_ATTRIBUTE_ADDED', added],
  JSON_OBJECT_CLOSED: ['ADDITIONAL_PROPERTIES_REMOVED', added],
  JSON_ENUM_VALUE_REMOVED: ['ENUM_ARRAY_NARROWED', fewer],
  JSON_ALTERNATIVE_REMOVED: ['SUM_TYPE_NARROWED', fewer],
  JSON_PART_ADDED: ['PRODUCT_TYPE_EXTENDED', longer],
  JSON_NOT_CHANGED: ['NOT_TYPE_EXTENDED', otherType],
};

/** What an old reader meets when the new schema does the opposite. */
const OPPOSITE: Readonly<Record<string, string>> = {
  JSON_PROPERTY_ADDED: 'JSON_PROPERTY_REMOVED',
  JSON_PROPERTY_REMOVED: 'JSON_PROPERTY_ADDED',
  JSON_REQUIRED_REMOVED: 'JSON_REQUIRED_ADDED',
  JSON_OBJECT_OPENED: 'JSON_OBJECT_CLOSED',
  JSON_ENUM_VALUE_ADDED: 'JSON_ENUM_VALUE_REMOVED',
  JSON_ALTERNATIVE_ADDED: 'JSON_ALTERNATIVE_REMOVED',
  JSON_PART_REMOVED: 'JSON_PART_ADDED',
};

/**
 * A finding about JSON Schema as the dialect says it; `undefined` for what the dialect does not know.
 * Its quotes do not match in the dialect either; tools match what it really sends.
 */
export function jsonInDialect(finding: Finding, direction: Direction): string | undefined {
  const isBackward = direction === 'backward';
  const [reader, writer] = isBackward ? ['new', 'old'] : ['old', 'new'];
  const place = (isBackward ? finding.newPath : finding.oldPath) || finding.newPath;
  const path = `${addressOf(place)}${requiredName(finding)}`;
  const told = limited(finding, isBackward) ?? named(finding, isBackward);
  return told && `{errorType:"${told[0]}", description:"${told[1]({ path, reader, writer })}'}`;
}

/** The dialect points at the name in the list, our finding at the list. */
function requiredName({ ruleId, message }: Finding): string {
  if (!ruleId.startsWith('JSON_REQUIRED_')) return '';
  const name = /^The property "([^"]*)"/.exec(message)?.[1];
  return name === undefined ? '' : `/${name}`;
}

function limited({ ruleId, message, newPath }: Finding, isBackward: boolean) {
  if (!/^JSON_(RANGE|LENGTH|SIZE|PATTERN)_CHANGED$/.test(ruleId)) return undefined;
  const limit = LIMITS[newPath.slice(newPath.lastIndexOf('/') + 1)];
  // Draft-04 says with true and false whether the other limit counts itself.
  if (!limit || /\b(true|false)\b/.test(message)) return undefined;
  const [name, verb, sentence] = limit;
  const came = isBackward ? / was added: / : / was removed; /;
  return came.test(message)
    ? ([`${name}_ADDED`, added] as const)
    : ([`${name}_${verb}`, sentence] as const);
}

const named = ({ ruleId }: Finding, isBackward: boolean) =>
  OTHERS[(isBackward ? undefined : OPPOSITE[ruleId]) ?? ruleId];

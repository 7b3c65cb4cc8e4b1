import type { Scope } from '../scope.js';
import type { Formula, KeySet } from '../formula.js';
import { isArray, isObject, type Json, type JsonObject, TYPE } from '../json.js';
import { countIn, type KeywordRow, namesIn, objectIn, row } from './keyword-row.js';

export const everyValue = ({ formulas }: Scope, keys: KeySet, formula: Formula): Formula =>
  formula === formulas.true
    ? formulas.true
    : formulas.literal(TYPE.object, { is: 'every-value', keys, formula });

const has = ({ formulas }: Scope, name: string): Formula =>
  formulas.literal(TYPE.object, {
    is: 'some-value',
    keys: { of: 'name', name },
    formula: formulas.true,
  });

const membersOf = (schema: JsonObject, keyword: string): string[] => {
  const held = schema.get(keyword);
  return isObject(held) ? [...held.keys()] : [];
};

/** The key sets `properties` and `patternProperties` of one schema speak about. */
export const declaredKeys = (schema: JsonObject): KeySet[] => [
  ...membersOf(schema, 'properties').map((name): KeySet => ({ of: 'name', name })),
  ...membersOf(schema, 'patternProperties').map((source): KeySet => ({ of: 'pattern', source })),
];

const forEveryMember = (keysOf: (member: string) => KeySet) =>
  row((scope, value, name) =>
    scope.formulas.and(
      [...objectIn(scope, value, name).keys()].map((member) =>
        everyValue(scope, keysOf(member), scope.part(name, member)),
      ),
    ),
  );

const additionalProperties = row((scope, _value, name) =>
  everyValue(scope, { of: 'except', sets: declaredKeys(scope.schema) }, scope.part(name)),
);

/** Every name outside "names that satisfy the schema" would need a value satisfying `false`. */
const propertyNames = row((scope, _value, name) => {
  const formula = scope.part(name);
  const { formulas } = scope;
  if (formula === formulas.true) return formulas.true;
  return everyValue(scope, { of: 'except', sets: [{ of: 'where', formula }] }, formulas.false);
}, 6);

const size = (range: (count: number) => { min: number; max: number }) =>
  row((scope, value, name) => {
    const { min, max } = range(countIn(scope, value, name));
    if (min === 0 && max === Infinity) return scope.formulas.true;
    return scope.formulas.literal(TYPE.object, { is: 'size', min, max });
  });

/** "When this property is present, then …" */
function whenPresent(scope: Scope, name: string, consequence: Formula): Formula {
  const { formulas } = scope;
  const absent = formulas.literal(TYPE.object, {
    is: 'every-value',
    keys: { of: 'name', name },
    formula: formulas.false,
  });
  return formulas.or([absent, consequence]);
}

const allPresent = (scope: Scope, names: Json, keyword: string): Formula =>
  scope.formulas.and(namesIn(scope, names, keyword).map((name) => has(scope, name)));

/** What one dependency asks of an object that has the property. */
type Consequence = (scope: Scope, dependency: Json, steps: readonly [string, string]) => Formula;
const allNamed: Consequence = (scope, names, [keyword]) => allPresent(scope, names, keyword);
const allOfSchema: Consequence = (scope, _schema, steps) => scope.inPlace(...steps);
const eitherForm: Consequence = (scope, dependency, steps) =>
  (isArray(dependency) ? allNamed : allOfSchema)(scope, dependency, steps);

const dependencies = (from: 4 | 2019, consequence: Consequence) =>
  row((scope, value, keyword) => {
    const rules = [...objectIn(scope, value, keyword)].map(([name, dependency]) =>
      whenPresent(scope, name, consequence(scope, dependency, [keyword, name])),
    );
    return scope.formulas.and(rules);
  }, from);

/** Draft-03's boolean form is met in draft-04 texts; no validator agrees on it, so neither do we. */
const required = row((scope, value, name) => allPresent(scope, value, name));

export const objectKeywords: Readonly<Record<string, KeywordRow>> = {
  properties: forEveryMember((name) => ({ of: 'name', name })),
  patternProperties: forEveryMember((source) => ({ of: 'pattern', source })),
  additionalProperties,
  propertyNames,
  required,
  minProperties: size((count) => ({ min: count, max: Infinity })),
  maxProperties: size((count) => ({ min: 0, max: count })),
  dependencies: dependencies(4, eitherForm),
  dependentRequired: dependencies(2019, allNamed),
  dependentSchemas: dependencies(2019, allOfSchema),
};

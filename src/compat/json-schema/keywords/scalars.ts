import type { Scope } from '../scope.js';
import type { Formula } from '../formula.js';
import { isArray, type Json, TYPE } from '../json.js';
import { Rational } from '../rational.js';
import { constantFormula, enumFormula } from '../constant-formula.js';
import { arrayIn, countIn, type KeywordRow, numberIn, row } from './keyword-row.js';

const ONE = Rational.of(1n);
/** Formats that judge numbers (OpenAPI); every other one judges strings. */
const NUMBER_FORMATS = new Set(['int32', 'int64', 'float', 'double']);

function typeFormula(scope: Scope, name: Json): Formula {
  const { formulas } = scope;
  if (name === 'integer') return formulas.strictly(TYPE.number, { is: 'multiple-of', step: ONE });
  if (typeof name !== 'string' || !Object.hasOwn(TYPE, name))
    return scope.refuse('an unknown type is named', 'type');
  return formulas.types(TYPE[name as keyof typeof TYPE]);
}

const type = row((scope, value) =>
  scope.formulas.or((isArray(value) ? value : [value]).map((name) => typeFormula(scope, name))),
);

const bound = (
  is: 'at-least' | 'at-most',
  isStrict: (scope: Scope) => boolean,
): KeywordRow['compile'] => {
  return (scope, value, name) =>
    scope.formulas.literal(TYPE.number, {
      is,
      bound: numberIn(scope, value, name),
      isStrict: isStrict(scope),
    });
};

/** In draft-04 `exclusiveMinimum` is a boolean that sharpens `minimum`. */
const sharpenedBy = (keyword: string) => (scope: Scope) =>
  scope.draft === 4 && scope.schema.get(keyword) === true;
const always = () => true;

const multipleOf = row((scope, value, name) => {
  const step = numberIn(scope, value, name);
  if (step.numerator <= 0n) return scope.refuse('a number above 0 is expected', name);
  return scope.formulas.literal(TYPE.number, { is: 'multiple-of', step });
});

const length = (range: (count: number) => { min: number; max: number }) =>
  row((scope, value, name) =>
    scope.formulas.literal(TYPE.string, { is: 'length', ...range(countIn(scope, value, name)) }),
  );

const pattern = row((scope, value, name) => {
  if (typeof value !== 'string') return scope.refuse('a pattern is expected', name);
  return scope.formulas.literal(TYPE.string, { is: 'pattern', source: value });
});

const format = row((scope, value, name) => {
  if (typeof value !== 'string') return scope.refuse('a format name is expected', name);
  const judged = NUMBER_FORMATS.has(value) ? TYPE.number : TYPE.string;
  return scope.formulas.literal(judged, { is: 'format', name: value });
});

const exclusive = (is: 'at-least' | 'at-most'): KeywordRow => ({
  from: 4,
  to: 2020,
  compile: (scope, value, name) =>
    scope.draft === 4 ? scope.formulas.true : bound(is, always)(scope, value, name),
});

export const scalarKeywords: Readonly<Record<string, KeywordRow>> = {
  type,
  enum: row((scope, value, name) => enumFormula(scope.formulas, arrayIn(scope, value, name))),
  const: row((scope, value) => constantFormula(scope.formulas, value), 6),
  minimum: row(bound('at-least', sharpenedBy('exclusiveMinimum'))),
  maximum: row(bound('at-most', sharpenedBy('exclusiveMaximum'))),
  exclusiveMinimum: exclusive('at-least'),
  exclusiveMaximum: exclusive('at-most'),
  multipleOf,
  minLength: length((count) => ({ min: count, max: Infinity })),
  maxLength: length((count) => ({ min: 0, max: count })),
  pattern,
  format,
};

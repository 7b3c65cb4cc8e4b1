import type { Scope } from '../scope.js';
import type { Formula } from '../formula.js';
import type { Place } from '../library.js';
import { isObject, type Json } from '../json.js';
import { arrayIn, companion, type KeywordRow, row } from './keyword-row.js';

const branches = (scope: Scope, value: Json, name: string): Formula[] =>
  arrayIn(scope, value, name).map((_, index) => scope.inPlace(name, index));

/** Exactly one: at least one, and no two. */
const oneOf = row((scope, value, name) => {
  const { formulas } = scope;
  const options = branches(scope, value, name);
  const pairs: Formula[] = [];
  for (const [index, left] of options.entries()) {
    for (const right of options.slice(index + 1))
      pairs.push(formulas.not(formulas.and([left, right])));
  }
  return formulas.and([formulas.or(options), ...pairs]);
});

const condition = row((scope, _value, name) => {
  const { formulas, schema } = scope;
  if (!schema.has('then') && !schema.has('else')) return formulas.true;
  const test = scope.inPlace(name);
  const parts: Formula[] = [];
  if (schema.has('then')) parts.push(formulas.or([formulas.not(test), scope.inPlace('then')]));
  if (schema.has('else')) parts.push(formulas.or([test, scope.inPlace('else')]));
  return formulas.and(parts);
}, 7);

export function referenceTarget(scope: Scope, value: Json, name: string): Place {
  if (typeof value !== 'string') return scope.refuse('a reference is expected', name);
  return scope.resolve(value);
}

/**
 * Where the reference leads to a dynamic anchor, the outermost schema entered so far that has the
 * same anchor takes its place (2020-12 core §8.2.3.2).
 */
export function dynamicTarget(scope: Scope, value: Json, name: string): Place {
  const target = referenceTarget(scope, value, name);
  const anchor = isObject(target.schema) ? target.schema.get('$dynamicAnchor') : undefined;
  const isDynamic =
    typeof anchor === 'string' && typeof value === 'string' && value.endsWith(`#${anchor}`);
  return (isDynamic && scope.dynamic.outermost.get(anchor)) || target;
}

/** 2019-09: `#`, unless `$recursiveAnchor` lets an outer schema take its place. */
export function recursiveTarget(scope: Scope, value: Json, name: string): Place {
  const target = referenceTarget(scope, value, name);
  const isDynamic = isObject(target.schema) && target.schema.get('$recursiveAnchor') === true;
  return (isDynamic && scope.dynamic.outermost.get('')) || target;
}

export const inPlaceKeywords: Readonly<Record<string, KeywordRow>> = {
  $ref: row((scope, value, name) => scope.target(referenceTarget(scope, value, name))),
  $dynamicRef: row((scope, value, name) => scope.target(dynamicTarget(scope, value, name)), 2020),
  $recursiveRef: row(
    (scope, value, name) => scope.target(recursiveTarget(scope, value, name)),
    2019,
    2019,
  ),
  allOf: row((scope, value, name) => scope.formulas.and(branches(scope, value, name))),
  anyOf: row((scope, value, name) => scope.formulas.or(branches(scope, value, name))),
  oneOf,
  not: row((scope, _value, name) => scope.formulas.not(scope.inPlace(name))),
  if: condition,
  then: companion(7),
  else: companion(7),
};

import type { Scope } from '../scope.js';
import type { Draft } from '../drafts.js';
import type { Formula } from '../formula.js';
import { isArray, isNumber, isObject, type Json, type JsonObject } from '../json.js';
import type { Rational } from '../rational.js';

/** How one keyword becomes a formula, and the drafts that know it, both ends included. */
export interface KeywordRow {
  readonly from: Draft;
  readonly to: Draft;
  readonly compile: (scope: Scope, value: Json, name: string) => Formula;
}

export const row = (
  compile: KeywordRow['compile'],
  from: Draft = 4,
  to: Draft = 2020,
): KeywordRow => ({
  from,
  to,
  compile,
});

/** A keyword whose meaning is part of another one's, e.g. `then`. */
export const companion = (from: Draft, to: Draft = 2020): KeywordRow =>
  row(({ formulas }) => formulas.true, from, to);

export function numberIn(scope: Scope, value: Json, name: string): Rational {
  return isNumber(value) ? value : scope.refuse('a number is expected', name);
}

/** A count; 2.0 is as good as 2 (2020-12 validation §6). */
export function countIn(scope: Scope, value: Json, name: string): number {
  if (!isNumber(value) || !value.isInteger || value.numerator < 0n) {
    return scope.refuse('a non-negative integer is expected', name);
  }
  return Number(value.numerator);
}

export function objectIn(scope: Scope, value: Json, name: string): JsonObject {
  return isObject(value) ? value : scope.refuse('an object is expected', name);
}

export function arrayIn(scope: Scope, value: Json, name: string): readonly Json[] {
  return isArray(value) ? value : scope.refuse('an array is expected', name);
}

export function namesIn(scope: Scope, value: Json, name: string): readonly string[] {
  return arrayIn(scope, value, name).map((item) =>
    typeof item === 'string' ? item : scope.refuse('property names are expected', name),
  );
}

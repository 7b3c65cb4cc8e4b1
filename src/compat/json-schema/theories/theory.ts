import type { Budget } from '../budget.js';
import type { Evaluator } from '../evaluator.js';
import type { Atom, Formula } from '../formula.js';
import type { Formulas } from '../formulas.js';
import type { Json } from '../json.js';
import type { Languages } from '../languages.js';

/** One atom of the type at hand, asserted or denied. */
export interface Claim<A extends Atom = Atom> {
  readonly atom: A;
  readonly negated: boolean;
}

/** A value; wrapped, because `null` is one. */
export interface Found {
  readonly value: Json;
}

/** What a theory may use. */
export interface Tools {
  readonly formulas: Formulas;
  readonly evaluator: Evaluator;
  readonly languages: Languages;
  readonly budget: Budget;
  /** Some value of a formula, or `undefined` when there is none. */
  satisfy(formula: Formula): Found | undefined;
}

/** Whether a candidate also satisfies what is still open; a hint, never a reason to give up. */
export type Preference = (value: Json) => boolean;

/**
 * A theory answers for one type: a value that satisfies all claims, `undefined` when it has proved
 * that there is none, `Undecidable` thrown otherwise.
 */
export type Theory<A extends Atom> = (
  claims: readonly Claim<A>[],
  prefers: Preference,
  tools: Tools,
) => Found | undefined;

/** The first preferred candidate, else the first. */
export function choose(candidates: Iterable<Json>, prefers: Preference): Found | undefined {
  let first: Found | undefined;
  for (const value of candidates) {
    if (prefers(value)) return { value };
    first ??= { value };
  }
  return first;
}

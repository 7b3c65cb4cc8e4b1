import type { TYPE, TypeBit } from './json.js';
import type { Rational } from './rational.js';

/**
 * What a schema says, as a logic that is closed under negation. A literal speaks about one type
 * only: positive it reads "not of this type, or the atom holds", which is how every JSON Schema
 * keyword reads; negated it reads "of this type, and the atom does not hold".
 *
 * Equal formulas are the same object (`Formulas` interns them), so `id` is identity.
 */
export type Formula = Truth | TypeSet | Junction | Recursion | Literal;

interface Interned {
  readonly id: number;
}
export interface Truth extends Interned {
  readonly kind: 'true' | 'false';
}
/** The value's type is one of these. */
export interface TypeSet extends Interned {
  readonly kind: 'types';
  readonly mask: number;
}
export interface Junction extends Interned {
  readonly kind: 'and' | 'or';
  /** At least two, sorted by id, none of the same kind as the junction. */
  readonly parts: readonly Formula[];
}
/** A `$ref` that closes a cycle; the definitions say what it stands for. */
export interface Recursion extends Interned {
  readonly kind: 'recursion';
  readonly name: string;
  readonly negated: boolean;
}
/** Of `null` there is nothing to say but that it is `null`. */
export type LiteralType = Exclude<TypeBit, typeof TYPE.null>;
export interface Literal extends Interned {
  readonly kind: 'literal';
  readonly type: LiteralType;
  readonly atom: Atom;
  readonly negated: boolean;
}

export type Atom = BooleanAtom | NumberAtom | StringAtom | ObjectAtom | ArrayAtom;

export interface BooleanAtom {
  readonly is: 'boolean';
  readonly value: boolean;
}
export type NumberAtom =
  | { readonly is: 'at-least' | 'at-most'; readonly bound: Rational; readonly isStrict: boolean }
  | { readonly is: 'multiple-of'; readonly step: Rational }
  | { readonly is: 'number'; readonly value: Rational }
  | FormatAtom;
export type StringAtom =
  /** One of a finite set. Kept out of the automata: a 900-value enum costs nothing this way. */
  | { readonly is: 'one-of'; readonly values: ReadonlySet<string> }
  | { readonly is: 'length'; readonly min: number; readonly max: number }
  | { readonly is: 'pattern'; readonly source: string }
  | FormatAtom;
/** Uninterpreted: proofs use its identity only, witnesses are found by executing the format. */
export interface FormatAtom {
  readonly is: 'format';
  readonly name: string;
}
export type ObjectAtom =
  /** The value of every key in the set satisfies the formula. */
  | { readonly is: 'every-value'; readonly keys: KeySet; readonly formula: Formula }
  /** Some key of the set is present and its value satisfies the formula. */
  | { readonly is: 'some-value'; readonly keys: KeySet; readonly formula: Formula }
  | { readonly is: 'size'; readonly min: number; readonly max: number };
export type ArrayAtom =
  /** Every item at an index in [from, to) satisfies the formula. */
  | {
      readonly is: 'every-item';
      readonly from: number;
      readonly to: number;
      readonly formula: Formula;
    }
  /** At least `min` items satisfy the formula. */
  | { readonly is: 'count'; readonly formula: Formula; readonly min: number }
  | { readonly is: 'size'; readonly min: number; readonly max: number }
  | { readonly is: 'unique' };

/** A set of property names. */
export type KeySet = { readonly of: 'name'; readonly name: string } | ManyKeys;
/** One that is not listed name by name. */
export type ManyKeys =
  | { readonly of: 'pattern'; readonly source: string }
  /** All names outside every listed set: what `additionalProperties` speaks about. */
  | { readonly of: 'except'; readonly sets: readonly KeySet[] }
  /** Names that satisfy a formula: what `propertyNames` speaks about. */
  | { readonly of: 'where'; readonly formula: Formula };

export const isLiteral = (formula: Formula): formula is Literal => formula.kind === 'literal';

/** Text identity of a key set; formulas inside are named by id. */
export function keySetKey(keys: KeySet): string {
  switch (keys.of) {
    case 'name':
      return `n${JSON.stringify(keys.name)}`;
    case 'pattern':
      return `p${JSON.stringify(keys.source)}`;
    case 'except':
      return `x(${keys.sets.map(keySetKey).sort().join(',')})`;
    case 'where':
      return `w${keys.formula.id}`;
  }
}

/** Text identity of an atom. */
export function atomKey(atom: Atom): string {
  switch (atom.is) {
    case 'boolean':
      return `b${atom.value}`;
    case 'at-least':
    case 'at-most':
      return `${atom.is}${atom.isStrict ? '!' : '='}${atom.bound.key}`;
    case 'multiple-of':
      return `m${atom.step.key}`;
    case 'number':
      return `=${atom.value.key}`;
    case 'one-of':
      return `o${JSON.stringify([...atom.values].sort())}`;
    case 'length':
    case 'size':
      return `${atom.is}${atom.min}:${atom.max}`;
    case 'pattern':
      return `p${atom.source}`;
    case 'format':
      return `f${atom.name}`;
    case 'every-value':
    case 'some-value':
      return `${atom.is}${keySetKey(atom.keys)}>${atom.formula.id}`;
    case 'every-item':
      return `i${atom.from}:${atom.to}>${atom.formula.id}`;
    case 'count':
      return `c${atom.min}>${atom.formula.id}`;
    case 'unique':
      return 'u';
  }
}

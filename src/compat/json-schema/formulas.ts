import { invariant } from '#kernel';
import type { Budget } from './budget.js';
import { Conjunction } from './conjunction.js';
import { isContradiction } from './contradictions.js';
import { atomKey, type Atom, type Formula, type Junction, type LiteralType } from './formula.js';
import { EVERY_TYPE } from './json.js';
import { Undecidable } from './undecidable.js';

/** Beyond this many formulas, or characters of their keys, a pair is pathological. */
const FORMULAS_MAX = 250_000;
const KEY_CHARACTERS_MAX = 60_000_000;
/** Rounds of propagation inside one conjunction; more only costs time, never an answer. */
const PROPAGATION_ROUNDS = 4;

/**
 * Makes formulas, each distinct one once. Conjunction and disjunction simplify by what is cheap
 * and always right (absorption, contradiction, unit propagation), so that an unchanged part of a
 * schema meets its own negation and vanishes without any search.
 */
export class Formulas {
  readonly #interned = new Map<string, Formula>();
  readonly #complements = new Map<number, Formula>();
  readonly true: Formula;
  readonly false: Formula;
  #keyCharacters = 0;

  constructor(readonly budget: Budget) {
    this.true = this.#intern('t', (id) => ({ id, kind: 'true' }));
    this.false = this.#intern('f', (id) => ({ id, kind: 'false' }));
  }

  /** Of some types; of all it would be `true`, of none `false`. */
  types(mask: number): Formula {
    invariant(mask > 0 && mask < EVERY_TYPE, 'some types are neither none nor all');
    return this.#intern(`y${mask}`, (id) => ({ id, kind: 'types', mask }));
  }

  /** "Not of this type, or the atom holds." */
  literal(type: LiteralType, atom: Atom, negated = false): Formula {
    const key = `l${negated ? '-' : '+'}${type}|${atomKey(atom)}`;
    return this.#intern(key, (id) => ({ id, kind: 'literal', type, atom, negated }));
  }

  /** "Of this type, and the atom holds." */
  strictly(type: LiteralType, atom: Atom): Formula {
    return this.and([this.types(type), this.literal(type, atom)]);
  }

  recursion(name: string, negated = false): Formula {
    return this.#intern(`r${negated ? '-' : '+'}${name}`, (id) => ({
      id,
      kind: 'recursion',
      name,
      negated,
    }));
  }

  and(parts: Iterable<Formula>): Formula {
    const conjunction = new Conjunction(this);
    for (const part of parts) if (!conjunction.add(part)) return this.false;
    if (!conjunction.propagate(PROPAGATION_ROUNDS)) return this.false;
    const members = conjunction.members();
    if (isContradiction(members, conjunction.mask, this)) return this.false;
    return this.#junction('and', members, this.true);
  }

  or(parts: Iterable<Formula>): Formula {
    const members = new Set<Formula>();
    let mask = 0;
    const pending = [...parts];
    for (let part = pending.pop(); part; part = pending.pop()) {
      this.budget.spend(1);
      if (part.kind === 'true') return part;
      if (part.kind === 'or') pending.push(...part.parts);
      else if (part.kind === 'types') mask |= part.mask;
      else if (part.kind !== 'false') members.add(part);
    }
    if (mask === EVERY_TYPE) return this.true;
    if (mask !== 0) members.add(this.types(mask));
    for (const member of members) {
      const complement = this.#complements.get(member.id);
      if (complement && members.has(complement)) return this.true;
    }
    return this.#junction('or', [...members], this.false);
  }

  not(formula: Formula): Formula {
    const known = this.#complements.get(formula.id);
    if (known) return known;
    const complement = this.#negate(formula);
    this.#pair(formula, complement);
    return complement;
  }

  /** The negation, where somebody has asked for it before; never makes a formula. */
  knownComplement(formula: Formula): Formula | undefined {
    return this.#complements.get(formula.id);
  }

  #negate(formula: Formula): Formula {
    switch (formula.kind) {
      case 'true':
        return this.false;
      case 'false':
        return this.true;
      case 'types':
        return this.types(EVERY_TYPE & ~formula.mask);
      case 'and':
        return this.or(formula.parts.map((part) => this.not(part)));
      case 'or':
        return this.and(formula.parts.map((part) => this.not(part)));
      case 'recursion':
        return this.recursion(formula.name, !formula.negated);
      case 'literal':
        return this.literal(formula.type, formula.atom, !formula.negated);
    }
  }

  #pair(formula: Formula, complement: Formula): void {
    this.#complements.set(formula.id, complement);
    // Simplification can make two formulas share a negation; the first keeps the way back.
    if (!this.#complements.has(complement.id)) this.#complements.set(complement.id, formula);
  }

  #junction(kind: Junction['kind'], members: readonly Formula[], empty: Formula): Formula {
    const [first] = members;
    if (!first) return empty;
    if (members.length === 1) return first;
    this.budget.spend(members.length);
    const parts = isSorted(members) ? members : [...members].sort((a, b) => a.id - b.id);
    let key: string = kind;
    for (const part of parts) key += `${part.id},`;
    return this.#intern(key, (id) => ({ id, kind, parts }));
  }

  #intern(key: string, make: (id: number) => Formula): Formula {
    const known = this.#interned.get(key);
    if (known) return known;
    this.#keyCharacters += key.length;
    if (this.#interned.size >= FORMULAS_MAX || this.#keyCharacters > KEY_CHARACTERS_MAX) {
      throw new Undecidable('the schemas expand to more formulas than the budget allows');
    }
    const made = make(this.#interned.size);
    this.#interned.set(key, made);
    return made;
  }
}

function isSorted(members: readonly Formula[]): boolean {
  let last = -1;
  for (const { id } of members) {
    if (id < last) return false;
    last = id;
  }
  return true;
}

import type { Budget } from './budget.js';
import { type Formula, isLiteral, type Junction } from './formula.js';
import { EVERY_TYPE } from './json.js';

/** What a conjunction needs from whoever makes formulas. */
interface Maker {
  readonly true: Formula;
  readonly budget: Budget;
  types(mask: number): Formula;
  or(parts: Iterable<Formula>): Formula;
  knownComplement(formula: Formula): Formula | undefined;
}

/** Members of one conjunction while it is being simplified. */
export class Conjunction {
  readonly #parts = new Set<Formula>();
  #mask = EVERY_TYPE;

  constructor(private readonly formulas: Maker) {}

  /** Types a value may still have. */
  get mask(): number {
    return this.#mask;
  }

  /** False when the conjunction became contradictory. */
  add(part: Formula): boolean {
    this.formulas.budget.spend(1);
    if (part.kind === 'true' || this.#parts.has(part)) return true;
    if (part.kind === 'false') return false;
    if (part.kind === 'and') return part.parts.every((inner) => this.add(inner));
    if (part.kind === 'types') {
      this.#mask &= part.mask;
      return this.#mask !== 0;
    }
    const complement = this.formulas.knownComplement(part);
    if (complement && this.#parts.has(complement)) return false;
    if (isLiteral(part) && part.negated) {
      this.#mask &= part.type;
      if (this.#mask === 0) return false;
    }
    this.#parts.add(part);
    return true;
  }

  /** Shortens disjunctions by what already holds. False when contradictory. */
  propagate(rounds: number): boolean {
    for (let round = 0; round < rounds; round++) {
      let isStable = true;
      for (const part of [...this.#parts]) {
        if (part.kind !== 'or') continue;
        const shorter = this.#shorten(part);
        if (shorter === part) continue;
        isStable = false;
        this.#parts.delete(part);
        if (!this.add(shorter)) return false;
      }
      if (isStable) break;
    }
    return true;
  }

  members(): Formula[] {
    const members = [...this.#parts].filter((part) => !this.#isVacuous(part));
    const isImplied = members.some((part) => isLiteral(part) && part.negated);
    if (this.#mask !== EVERY_TYPE && !isImplied) members.push(this.formulas.types(this.#mask));
    return members;
  }

  #shorten(clause: Junction): Formula {
    this.formulas.budget.spend(clause.parts.length);
    const kept: Formula[] = [];
    for (const option of clause.parts) {
      if (this.#holds(option)) return this.formulas.true;
      if (!this.#fails(option)) kept.push(option);
    }
    return kept.length === clause.parts.length ? clause : this.formulas.or(kept);
  }

  #holds(option: Formula): boolean {
    if (option.kind === 'types') return (this.#mask & ~option.mask) === 0;
    if (option.kind === 'and') return option.parts.every((part) => this.#holds(part));
    return this.#parts.has(option) || this.#isVacuous(option);
  }

  #fails(option: Formula): boolean {
    if (option.kind === 'types') return (this.#mask & option.mask) === 0;
    if (option.kind === 'and') return option.parts.some((part) => this.#fails(part));
    if (isLiteral(option) && option.negated && (option.type & this.#mask) === 0) return true;
    const complement = this.formulas.knownComplement(option);
    return complement !== undefined && this.#parts.has(complement);
  }

  /** A positive literal about a type that is already excluded says nothing. */
  #isVacuous(part: Formula): boolean {
    return isLiteral(part) && !part.negated && (part.type & this.#mask) === 0;
  }
}

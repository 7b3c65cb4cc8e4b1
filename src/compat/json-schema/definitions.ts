import { invariant } from '#kernel';
import type { Formula } from './formula.js';
import type { Undecidable } from './undecidable.js';

/**
 * What recursions stand for. A name is made of everything its meaning depends on, so the same
 * definition in two schemas has the same name and an unchanged one vanishes against its negation.
 */
export class Definitions {
  readonly #formulas = new Map<string, Formula>();
  readonly #opaque = new Map<string, Undecidable>();

  define(name: string, formula: Formula): void {
    if (!this.#formulas.has(name)) this.#formulas.set(name, formula);
  }

  /** A schema that could not be compiled: equal to itself, and nothing else is known about it. */
  defineOpaque(name: string, reason: Undecidable): void {
    this.#opaque.set(name, reason);
  }

  of(name: string): Formula {
    const formula = this.#formulas.get(name);
    if (formula) return formula;
    const reason = this.#opaque.get(name);
    invariant(reason, 'a recursion is defined before anybody asks what it stands for');
    throw reason;
  }
}

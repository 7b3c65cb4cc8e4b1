import { doubtIn, Undecidable } from './undecidable.js';

/**
 * Steps, not seconds: the same question gives the same answer on every machine. A step is about a
 * microsecond of work, so whatever loops over formulas, states or values spends here.
 */
export class Budget {
  #spent = 0;
  #stepsMax = Infinity;
  #before = 0;

  /** Begins a new question with a full budget. */
  refill(stepsMax: number): void {
    this.#before += this.#spent;
    this.#spent = 0;
    this.#stepsMax = stepsMax;
  }

  spend(steps: number): void {
    this.#spent += steps;
    if (this.#spent > this.#stepsMax) {
      throw new Undecidable(`the search budget of ${this.#stepsMax} steps is spent`);
    }
  }

  /** What all questions cost together. */
  get total(): number {
    return this.#before + this.#spent;
  }

  /** What the question may still cost. */
  get left(): number {
    return Math.max(0, this.#stepsMax - this.#spent);
  }

  /** A doubt that leaves something else to be tried; without a step left there is nothing. */
  doubtIn(error: unknown): Undecidable {
    const doubt = doubtIn(error);
    if (this.#spent > this.#stepsMax) throw doubt;
    return doubt;
  }
}

import { Undecidable } from './undecidable.js';

/** Steps, not seconds: the same question gives the same answer on every machine. */
export class Budget {
  private spent = 0;
  constructor(private readonly stepsMax: number) {}

  spend(steps = 1): void {
    this.spent += steps;
    if (this.spent > this.stepsMax) {
      throw new Undecidable(`the search budget of ${this.stepsMax} steps is spent`);
    }
  }

  get isSpent(): boolean {
    return this.spent > this.stepsMax;
  }
}

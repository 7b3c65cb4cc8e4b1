import { limits } from '#kernel';

/**
 * What the rules may spend: on one event `limits.ruleSteps`, on all events of a request
 * `limits.requestRuleSteps`. A step takes some hundred nanoseconds.
 */
export class StepMeter {
  private left = 0;
  private inRequest: number = limits.requestRuleSteps.value;

  startEvent(): void {
    this.left = limits.ruleSteps.value;
  }

  /** Once nothing is left every further step throws, so what swallows an error ends as fast. */
  spend(steps: number): void {
    this.left -= steps;
    this.inRequest -= steps;
    if (this.isSpent) throw OUT_OF_STEPS;
  }

  get isSpent(): boolean {
    return this.left < 0 || this.inRequest < 0;
  }

  /** Pays for each value inside, and stops counting where nothing is left. */
  spendOn(value: unknown): void {
    const waiting: unknown[] = [value];
    while (waiting.length > 0) {
      const next = waiting.pop();
      this.spend(1 + lengthOf(next) / CHEAP);
      if (next instanceof Uint8Array || next instanceof Date) continue;
      if (typeof next === 'object' && next !== null)
        for (const inner of Object.values(next)) waiting.push(inner);
    }
  }
}

/** Characters copied, or items handed on, in the time of one step. */
export const CHEAP = 64;

export const lengthOf = (value: unknown): number =>
  typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array
    ? value.length
    : 0;

/** One for all: a loop that forgets errors throws it for each item, and a trace costs more than the step. */
const OUT_OF_STEPS = new Error('the rules took too many steps');

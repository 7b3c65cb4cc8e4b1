import { StepMeter } from '#contract';
import type { Journey } from './journey.js';
import type { RateBuckets } from './rate-buckets.js';

/** What all events of one request share. */
export type Occasion = Pick<Journey, 'nowMs' | 'elapsedMs' | 'rates' | 'ruleSteps'> & {
  /** What policies that only compare count by: they take nothing from those that decide. */
  readonly aside: { readonly rates: RateBuckets; ruleSteps?: StepMeter };
};

/** @param nowMs the time all gateways share */
export const occasionAt = (
  nowMs: number,
  rates: RateBuckets,
  ratesAside: RateBuckets,
): Occasion => ({
  nowMs,
  elapsedMs: performance.now(),
  rates,
  ruleSteps: new StepMeter(),
  aside: { rates: ratesAside },
});

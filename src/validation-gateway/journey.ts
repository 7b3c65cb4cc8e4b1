import type { EnforcementMode, StepMeter } from '#contract';
import type { RateBuckets } from './rate-buckets.js';
import type { ContractInForce } from './contract-in-force.js';
import type { ArrivedEvent } from './event.js';
import type { EventValue } from './event-value.js';
import type { Check, Refusal, Violation, Waived } from './verdict.js';

/** What a stage may see of an event under judgement. A stage that returns a refusal ends it. */
export interface Journey {
  readonly event: ArrivedEvent;
  readonly promise: ContractInForce;
  /** `undefined` for a tombstone. */
  readonly payload: EventValue | undefined;
  /** Of a key that says which schema it was written under. */
  readonly keyPayload: EventValue | undefined;
  /** Start of the request: every event of one request is judged at one moment. */
  readonly nowMs: number;
  /** The same moment on a clock that nobody sets. */
  readonly elapsedMs: number;
  /** How much each producer has sent of late. */
  readonly rates: Pick<RateBuckets, 'take'>;
  /** What the rules of all events of the request may still spend. */
  readonly ruleSteps: StepMeter;
  /** How a refusal of this event is meant: the mode of the contract, by its rollout. */
  readonly mode: EnforcementMode;
  /** The first rule it breaks that only observes or warns. */
  waived: Waived | undefined;
  readonly notes: Violation[];
  readonly checks: Check[];
}

export type Stage = (journey: Journey) => Refusal | undefined;

import type { ContractInForce } from './contract-in-force.js';
import type { ArrivedEvent } from './event.js';
import type { EventValue } from './event-value.js';
import type { Check, Refusal, Violation } from './verdict.js';

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
  readonly notes: Violation[];
  readonly checks: Check[];
}

export type Stage = (journey: Journey) => Refusal | undefined;

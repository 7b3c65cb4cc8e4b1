import type { Claim } from './claim.js';
import type { ContractInForce } from './contract-in-force.js';
import { keyOf } from './event-key.js';
import type { ArrivedEvent } from './event.js';
import type { EventValue } from './event-value.js';
import type { Journey } from './journey.js';
import { reasons } from './reasons.js';
import type { Check, Refusal, Violation } from './verdict.js';

/** What the stages found, before the exit makes a fate of it. */
export interface Judged {
  readonly event: ArrivedEvent;
  readonly promise: ContractInForce | undefined;
  /** The key it leaves with. */
  readonly key: Buffer | null;
  /** Set: it must not be forwarded. */
  readonly refusal: Refusal | undefined;
  /** Set: it would have been refused, and the mode of the contract lets it pass. */
  readonly waived: Refusal | undefined;
  readonly notes: readonly Violation[];
  readonly checks: readonly Check[];
  /** What is still to be settled beside what was admitted before. */
  readonly claim?: Claim | undefined;
}

const NOTHING: readonly never[] = [];

/** No contract speaks about it: nothing to be kept to, nowhere to go. */
export const ended = (event: ArrivedEvent, refusal: Refusal): Judged => ({
  ...{ event, promise: undefined, key: event.key, refusal, waived: undefined },
  ...{ notes: NOTHING, checks: NOTHING },
});

/** Enforcement is off: whatever it is, it passes, unless no broker could take it. */
export function bound(
  event: ArrivedEvent,
  promise: ContractInForce,
  { payload, fault }: { payload: EventValue | undefined; fault: Refusal | undefined },
): Judged {
  const refusal = fault && !reasons[fault.reason].isWaivable ? fault : undefined;
  const key = keyOf(event, promise, payload);
  return { event, promise, key, refusal, waived: undefined, notes: NOTHING, checks: NOTHING };
}

export const passed = (
  { event, promise, payload, notes, checks }: Journey,
  claim: Claim | undefined,
): Judged => ({
  ...{ event, promise, key: keyOf(event, promise, payload), claim },
  ...{ refusal: undefined, waived: undefined, notes, checks },
});

/** A stage refused: `enforce` stands by it, `observe` and `warn` only say so. */
export function stopped(
  journey: Journey,
  refusal: Refusal,
  claimOf: (journey: Journey) => Claim | undefined,
): Judged {
  const mayPass = journey.promise.contract.enforcement.mode !== 'enforce';
  return mayPass && reasons[refusal.reason].isWaivable
    ? { ...passed(journey, claimOf(journey)), waived: refusal }
    : { ...passed(journey, undefined), refusal };
}

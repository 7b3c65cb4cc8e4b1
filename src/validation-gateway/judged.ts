import type { EntityState } from '#event-log';
import type { Claim } from './claim.js';
import type { ContractInForce, RolloutInForce } from './contract-in-force.js';
import type { ArrivedEvent } from './event.js';
import type { Journey } from './journey.js';
import { leavingBytes, type Opened } from './leaving-bytes.js';
import { reasons } from './reasons.js';
import type { Check, Refusal, Verdict, Violation, Waived } from './verdict.js';

/** What the stages found, before the exit makes a fate of it. */
export interface Judged {
  readonly event: ArrivedEvent;
  readonly promise: ContractInForce | undefined;
  /** What it leaves with. */
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly schemaIds?: Verdict['schemaIds'] | undefined;
  /** Set: it must not be forwarded. */
  readonly refusal: Refusal | undefined;
  /** Set: it would have been refused, and the mode of the contract lets it pass. */
  readonly waived: Waived | undefined;
  /** What history will waive is counted only. */
  readonly isSilent: boolean;
  readonly notes: readonly Violation[];
  readonly checks: readonly Check[];
  /** What is still to be settled beside what was admitted before. */
  readonly claim?: Claim | undefined;
  /** Where two policies judged it. */
  readonly beside?: Beside | undefined;
}

/** What the policy found that was only asked. */
export interface Beside {
  readonly rollout: RolloutInForce;
  /** Whether the candidate decided; then the policy in force was only asked. */
  readonly isDecidedThere: boolean;
  readonly judged: Judged;
  /** What was known of its past when it was settled; absent where nobody asked. */
  seen?: { readonly known: EntityState | undefined; readonly repeat: 'same' | 'other' | undefined };
}

export const isByCandidate = ({ beside }: Judged): boolean => beside?.isDecidedThere === true;

const NOTHING: readonly never[] = [];

/** No contract speaks about it: nothing to be kept to, nowhere to go. */
export const ended = (event: ArrivedEvent, refusal: Refusal): Judged => ({
  ...{ event, promise: undefined, key: event.key, value: event.value },
  ...{ refusal, waived: undefined, isSilent: false },
  ...{ notes: NOTHING, checks: NOTHING },
});

/** Enforcement is off: whatever it is, it passes, unless no broker could take it. */
export function bound(opened: Opened, fault: Refusal | undefined): Judged {
  const refusal = fault && !reasons[fault.reason].isWaivable ? fault : undefined;
  return leaving(opened, refusal, {
    ...{ claim: undefined, waived: undefined, isSilent: true },
    ...{ notes: NOTHING, checks: NOTHING },
  });
}

export const passed = (journey: Journey, claim: Claim | undefined): Judged =>
  leaving(journey, undefined, {
    claim,
    waived: journey.waived,
    isSilent: journey.mode === 'observe',
    notes: journey.notes,
    checks: journey.checks,
  });

type Told = Pick<Judged, 'claim' | 'waived' | 'isSilent' | 'notes' | 'checks'>;

/** No mode lets leave what cannot be written. */
function leaving(
  opened: Opened,
  refusal: Refusal | undefined,
  { claim, waived, isSilent, notes, checks }: Told,
): Judged {
  const { event, promise, payload, keyPayload } = opened;
  const bytes = leavingBytes(opened);
  const { key, value } = bytes.ok ? bytes.value : event;
  return {
    event,
    promise,
    key,
    value,
    schemaIds:
      event.embedded && bytes.ok
        ? { key: keyPayload?.prepared.id, value: payload?.prepared.id }
        : undefined,
    refusal: bytes.ok ? refusal : (refusal ?? bytes.error),
    waived,
    isSilent,
    notes,
    checks,
    claim,
  };
}

/** A stage refused: `enforce` stands by it, `observe` and `warn` only say so. */
export function stopped(
  journey: Journey,
  refusal: Refusal,
  claimOf: (journey: Journey) => Claim | undefined,
): Judged {
  const { mode } = journey;
  if (mode === 'enforce' || !reasons[refusal.reason].isWaivable)
    return { ...passed(journey, undefined), refusal };
  const judged = passed(journey, claimOf(journey));
  const waived = { refusal, isSilent: mode === 'observe' };
  return judged.refusal ? judged : { ...judged, waived };
}

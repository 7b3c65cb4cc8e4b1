import type { PolicyVerdict } from '#event-log';
import type { Claim } from '../claim.js';
import { historySuffices } from './history-suffices.js';
import type { Beside, Judged } from '../judged.js';
import type { ReasonCode } from '../reasons.js';
import type { Refusal, Verdict, Waived } from '../verdict.js';

/** What a policy made of an event, and where it found what it says. */
export type PlacedVerdict = PolicyVerdict & { readonly pointer: string };

const CLEAN: PlacedVerdict = { fate: 'accepted', reason: '', pointer: '' };

/** Of the policy that decided; `undefined` where no policy spoke last, but a broker or a full log. */
export function decidedVerdict(verdict: Verdict): PlacedVerdict | undefined {
  const { fate, refusal, waived } = verdict;
  switch (fate) {
    case 'accepted':
    case 'merged':
    case 'superseded':
    case 'duplicate':
    case 'held':
      return waived ? placed(fate, waived.refusal) : { ...CLEAN, fate };
    default:
      return refusal && !isNobodys.has(refusal.reason)
        ? placed(fate === 'deferred' ? fate : 'refused', refusal)
        : undefined;
  }
}

/** Of whoever takes events, whatever a policy says of them. */
const isNobodys: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'BROKER_AWAY',
  'BROKER_REFUSED',
  'NO_ROOM_TO_WAIT',
]);

/**
 * Of the policy that was only asked: what it found in the event alone, and then what it makes of the
 * past the deciding policy met. `unsettled` where that past was not looked at, or holds other things than
 * this policy compares.
 */
export function otherVerdict(decided: Judged, beside: Beside, verdict: Verdict): PlacedVerdict {
  const { refusal, waived, claim } = beside.judged;
  if (refusal)
    return placed(refusal.retryAfterSeconds === undefined ? 'refused' : 'deferred', refusal);
  if (!claim) return letPass('accepted', waived);
  const { seen } = beside;
  if (!seen || !isKept(decided, beside)) return letPass('unsettled', waived);
  const repeat = repeated(claim, beside, verdict);
  if (repeat && typeof repeat !== 'string') return repeat;
  return settled(claim.settle(seen.known), { waived, repeat, verdict });
}

const isKept = (decided: Judged, { judged, seen }: Beside): boolean =>
  decided.promise !== undefined &&
  judged.promise !== undefined &&
  historySuffices(
    judged.promise.contract.semantics,
    decided.promise.contract.semantics,
    seen?.known,
  );

/** The verdict on a repeat, or the reason it is let pass with. */
function repeated(
  { identity }: Claim,
  { seen }: Beside,
  { fate }: Verdict,
): PlacedVerdict | ReasonCode | undefined {
  if (!identity || !seen?.repeat) return undefined;
  const isSame = seen.repeat === 'same';
  if (!isSame && identity.onMismatch === 'accept') return undefined;
  if (!identity.isEnforced) return isSame ? 'DUPLICATE' : 'EVENT_ID_REUSED';
  if (!isSame) return { fate: 'refused', reason: 'EVENT_ID_REUSED', pointer: '/id' };
  return { ...CLEAN, fate: fate === 'held' ? fate : 'duplicate' };
}

interface Found {
  readonly waived: Waived | undefined;
  readonly repeat: ReasonCode | undefined;
  readonly verdict: Verdict;
}

function settled(
  settlement: ReturnType<Claim['settle']>,
  { waived, repeat, verdict }: Found,
): PlacedVerdict {
  switch (settlement.fate) {
    case 'append': {
      const fate = settlement.instead ? 'merged' : 'accepted';
      const found = waived ?? settlement.note.waived;
      return found ? letPass(fate, found) : { ...CLEAN, fate, reason: repeat ?? '' };
    }
    case 'supersede':
      return { ...CLEAN, fate: 'superseded' };
    case 'hold':
      // Whether there is a place to wait is no matter of policies.
      return verdict.refusal?.reason === 'VERSION_HELD'
        ? placed('refused', verdict.refusal)
        : { ...CLEAN, fate: 'held' };
    case 'refuse':
      return settlement.note.refusal ? placed('refused', settlement.note.refusal) : CLEAN;
  }
}

const placed = (fate: string, { reason, pointer }: Refusal): PlacedVerdict => ({
  ...{ fate, reason, pointer },
});
const letPass = (fate: string, waived: Waived | undefined): PlacedVerdict =>
  waived ? placed(fate, waived.refusal) : { ...CLEAN, fate };

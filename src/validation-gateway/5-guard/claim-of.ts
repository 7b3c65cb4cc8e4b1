import type { Hold, Settlement } from '#event-log';
import { type AskedOfEntity, askedOfEntity } from './asked-of-entity.js';
import { entityKey } from './entity-key.js';
import { guardsEntity } from '#contract';
import { bodyHash, identityOf } from './identity-of.js';
import type { EntityRuling } from './entity-ruling.js';
import { askedText, resumeEntity } from './resume-entity.js';
import { settleEntity } from './settle-entity.js';
import type { Claim, Ruled } from '../claim.js';
import type { Journey } from '../journey.js';
import { refuse } from '../verdict.js';

const NOTHING_WRONG: Ruled = { refusal: undefined, waived: undefined };

/** What of this event has to be settled beside what was admitted before; often nothing. */
export function claimOf(journey: Journey): Claim | undefined {
  const { channel, semantics } = journey.promise.contract;
  const identity = identityOf(journey);
  const key = guardsEntity(semantics) ? entityKey(journey) : undefined;
  if (key === undefined) return identity && { identity, entity: undefined, settle: admit };
  const asked = askedOfEntity(journey);
  return {
    identity,
    // Contracts of one topic that speak of the same entity share its history, as its events do.
    entity: { scope: `${channel.topic}#${semantics.entity?.type ?? ''}`, key },
    settle: (known) => settled(journey, asked, settleEntity(asked, known)),
    resume: resumeEntity,
  };
}

const admit = (): Settlement<Ruled> => ({ fate: 'append', note: NOTHING_WRONG });

function settled(journey: Journey, asked: AskedOfEntity, ruling: EntityRuling): Settlement<Ruled> {
  if (ruling.fate !== 'hold') return ruled(ruling, journey.mode);
  if (journey.mode !== 'enforce') return ruled({ ...ruling, fate: 'refuse' }, journey.mode);
  const { event } = journey;
  const { pointer, message } = ruling.refusal;
  const hold: Hold = {
    ...{ version: asked.version ?? 0n, waitMs: ruling.waitMs },
    ...{ asked: askedText(asked), bodyHash: bodyHash(event) },
    custody: {
      ...{ door: event.door, principal: event.principal },
      deadLetterTopic: journey.promise.contract.enforcement.deadLetterTopic,
      overdue: {
        code: 'PREDECESSOR_MISSING',
        pointer,
        message: `${message} It did not come in time.`,
      },
    },
  };
  return { fate: 'hold', hold, note: NOTHING_WRONG };
}

const WOULD_BE = { supersede: 'SUPERSEDED', merge: 'MERGED' } as const;

/** `observe` and `warn` let everything pass and say what would have become of it. */
function ruled(
  ruling: Exclude<EntityRuling, { fate: 'hold' }>,
  mode: Journey['mode'],
): Settlement<Ruled> {
  if (ruling.fate === 'append') return { ...ruling, note: NOTHING_WRONG };
  const refusal = ruling.fate === 'refuse' ? ruling.refusal : refuse(WOULD_BE[ruling.fate]);
  if (mode !== 'enforce') {
    const waived = { refusal, isSilent: mode === 'observe' };
    const note = { refusal: undefined, waived };
    return { fate: 'append', after: ruling.after, letPass: refusal.reason, note };
  }
  if (ruling.fate === 'merge')
    return { ...ruling, fate: 'append', policy: 'merge', note: NOTHING_WRONG };
  return ruling.fate === 'refuse'
    ? { fate: 'refuse', note: { refusal, waived: undefined } }
    : { fate: 'supersede', policy: ruling.policy, note: NOTHING_WRONG };
}

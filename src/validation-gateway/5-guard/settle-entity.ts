import type { EntityState } from '#event-log';
import type { AskedOfEntity } from './asked-of-entity.js';
import { durationMs, gapWait, isByClock, standsAfter } from '#contract';
import { orderByClock } from './order-by-clock.js';
import { orderByVersion } from './order-by-version.js';
import { settleMerge } from './settle-merge.js';
import { transitionIsAllowed } from './transition-is-allowed.js';
import type { EntityRuling } from './entity-ruling.js';

/** Pure. Also of what may not follow it says what is known once it was let pass all the same. */
export function settleEntity(asked: AskedOfEntity, known: EntityState | undefined): EntityRuling {
  if (asked.merge) return settleMerge(asked, asked.merge, known);
  const after = afterwards(asked, known);
  const policy = asked.semantics.conflict?.policy;
  const order = isByClock(policy)
    ? orderByClock(policy, asked, known)
    : orderByVersion(asked, known);
  if (order === 'late') return { fate: 'supersede', policy: policy ?? '', after: known ?? after };
  const wait = order?.reason === 'VERSION_SKIPPED' ? waitMs(asked) : undefined;
  if (order && wait !== undefined) return { fate: 'hold', waitMs: wait, refusal: order, after };
  const refusal = order ?? transitionIsAllowed(asked, known);
  return refusal ? { fate: 'refuse', refusal, after } : { fate: 'append', after };
}

function waitMs({ semantics: { entity } }: AskedOfEntity): number | undefined {
  const wait = gapWait(entity?.gap);
  return wait === undefined ? undefined : durationMs(wait);
}

/**
 * What is known never goes back: a late word that was let pass changes nothing. Where clocks tell
 * who was last, the last one's version stands, also a lower one: its writer goes on from there.
 */
function afterwards(asked: AskedOfEntity, known: EntityState | undefined): EntityState {
  const { version, clock, source, eventId, state, isDelete } = asked;
  if (known && isLateFor(known, asked)) return known;
  return {
    version: version ?? known?.version,
    clock: clock ?? known?.clock,
    source: source ?? known?.source,
    eventId,
    state: isDelete ? undefined : (state ?? known?.state),
    isDeleted: isDelete,
  };
}

const isLateFor = (known: EntityState, asked: AskedOfEntity): boolean =>
  standsAfter(asked.semantics.conflict, asked, { ...known, isDelete: known.isDeleted }) === false;

import {
  joined,
  type MergedState,
  NotMergeable,
  stateFromText,
  stateOf,
  stateText,
  valueOf,
} from '#contract';
import type { EntityState } from '#event-log';
import { canonicalValue } from '#schema';
import { refuse } from '../verdict.js';
import type { AskedOfEntity } from './asked-of-entity.js';
import type { AskedOfMerge } from './asked-of-merge.js';
import { mergedEvent } from './merged-event.js';
import type { EntityRuling } from './entity-ruling.js';

/**
 * Writes are joined field by field, so the same state stands whatever the order in which they came.
 * An event that says all that is known leaves as it came; one that says nothing new is recorded only;
 * else one leaves in its place that says both. A delete is the last word: a write that did not know of
 * it must not bring back half an entity.
 */
export function settleMerge(
  asked: AskedOfEntity,
  merge: AskedOfMerge,
  known: EntityState = { isDeleted: false },
): EntityRuling {
  if (known.isDeleted) return { fate: 'supersede', policy: 'merge', after: known };
  if (asked.isDelete || merge.value === undefined)
    return { fate: 'append', after: { ...after(asked, known), isDeleted: true } };
  try {
    return settled(asked, merge, known);
  } catch (error) {
    if (error instanceof NotMergeable) return notMergeable(asked, known, error.message);
    throw error;
  }
}

/** May throw `NotMergeable`. */
function settled(asked: AskedOfEntity, merge: AskedOfMerge, known: EntityState): EntityRuling {
  const mine = stateOf(merge.plan, merge.value ?? null, merge.stamp);
  const kept = known.merged === undefined ? undefined : keptFrom(known.merged);
  const state = kept ? joined(merge.plan, kept.state, mine) : mine;
  const afterwards = { ...after(asked, known), merged: textOf(merge.name, state) };
  if (kept && stateText(state) === stateText(kept.state))
    return { fate: 'supersede', policy: 'merge', after: known };
  const value = valueOf(state);
  const saysAll = canonicalValue(value) === canonicalValue(valueOf(mine));
  if (!kept || (saysAll && isLater(asked, known))) return { fate: 'append', after: afterwards };
  // Consumers that follow versions have to see a later one than the last.
  const version = isLater(asked, known) ? asked.version : (known.version ?? 0n) + 1n;
  const instead = mergedEvent(asked, merge, { value, version, told: kept.told });
  return 'why' in instead
    ? notMergeable(asked, known, instead.why)
    : { fate: 'merge', after: { ...afterwards, version: version ?? known.version }, instead };
}

const isLater = ({ version }: AskedOfEntity, known: EntityState): boolean =>
  version === undefined || known.version === undefined || version > known.version;

const after = (asked: AskedOfEntity, known: EntityState): EntityState => ({
  version: isLater(asked, known) ? (asked.version ?? known.version) : known.version,
  clock: asked.clock ?? known.clock,
  source: asked.source ?? known.source,
  eventId: asked.eventId,
  isDeleted: false,
});

const notMergeable = (asked: AskedOfEntity, known: EntityState, why: string): EntityRuling => ({
  fate: 'refuse',
  refusal: refuse('MERGE_REFUSED', {
    message: `What the event and the known state of the ${asked.semantics.entity?.type ?? 'entity'} make together cannot leave: ${why}`,
  }),
  after: known,
});

/** What is kept of an entity: by which name its last event went, and its state. */
const textOf = (told: string, state: MergedState): string =>
  JSON.stringify([told, stateText(state)]);

function keptFrom(text: string): { readonly told: string; readonly state: MergedState } {
  const [told, state] = JSON.parse(text) as readonly [string, string];
  return { told, state: stateFromText(state) };
}

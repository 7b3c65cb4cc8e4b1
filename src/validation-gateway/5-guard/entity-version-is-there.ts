import { isByClock } from '#contract';
import { pointerOf } from './entity-is-named.js';
import { entityVersion } from './entity-version.js';
import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/** Versions order the events of an entity; a tombstone may do without and ends what is known. */
export const entityVersionIsThere: Stage = (journey) => {
  const { event, promise } = journey;
  const { entity, conflict } = promise.contract.semantics;
  const isAsked = entity?.version !== undefined && !isByClock(conflict?.policy);
  if (!isAsked || event.value === null || entityVersion(journey) !== undefined) return undefined;
  return refuse('ENTITY_VERSION_MISSING', {
    pointer: pointerOf(entity.version),
    message: `The contract orders events by ${entity.version}, and no whole number of at most 20 digits stands there. Larger ones than 2^53 are sent as text.`,
  });
};

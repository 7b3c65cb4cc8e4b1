import { guardsEntity } from '#contract';
import { entityKey } from './entity-key.js';
import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/** Without the key nobody can tell which entity the event changes. */
export const entityIsNamed: Stage = (journey) => {
  const { semantics } = journey.promise.contract;
  if (!guardsEntity(semantics) || entityKey(journey) !== undefined) return undefined;
  return refuse('ENTITY_KEY_MISSING', {
    pointer: pointerOf(semantics.entity?.key),
    message: `The contract knows each ${semantics.entity?.type ?? 'entity'} by ${semantics.entity?.key ?? ''}, and no string, whole number or boolean stands there.`,
  });
};

/** Attributes stand beside the value, so they have no pointer into it. */
export const pointerOf = (place: string | undefined): string =>
  place?.startsWith('/') ? place : place ? `/${place.slice(1)}` : '';

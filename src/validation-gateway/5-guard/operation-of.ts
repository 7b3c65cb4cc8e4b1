import { operationMeant } from '#contract';
import type { Journey } from '../journey.js';
import { readPlace } from './read-place.js';

/** What an event does to its entity: as the contract reads it; an event without a value deletes. */
export function operationOf(journey: Journey): ReturnType<typeof operationMeant> {
  const declared = journey.promise.contract.semantics.operation;
  if (journey.event.value === null) return 'delete';
  return operationMeant(declared, declared && readPlace(journey, declared.from));
}

import type { Journey } from '../journey.js';
import { keyText } from '#contract';
import { readPlace } from './read-place.js';

/** The state an event says its entity is in now; `undefined` where it says none. */
export function stateOf(journey: Journey): string | undefined {
  const field = journey.promise.contract.semantics.transitions?.field;
  return field === undefined ? undefined : keyText(readPlace(journey, field));
}

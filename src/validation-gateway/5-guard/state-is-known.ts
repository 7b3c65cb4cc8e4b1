import { statesIn } from '#contract';
import { stateOf } from './state-of.js';
import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/** A state outside the graph has no way in and no way out. */
export const stateIsKnown: Stage = (journey) => {
  const declared = journey.promise.contract.semantics.transitions;
  if (!declared || journey.event.value === null) return undefined;
  const state = stateOf(journey);
  const known = statesIn(declared.graph);
  if (state !== undefined && known.has(state)) return undefined;
  return refuse('STATE_UNKNOWN', {
    pointer: declared.field,
    message: `The contract knows the states ${[...known].map((each) => `"${each}"`).join(', ')} at ${declared.field}, and something else stands there.`,
  });
};

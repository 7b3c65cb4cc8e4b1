import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/** Consumers choose their reader by type, so another type would reach the wrong one. */
export const typeMatchesContract: Stage = ({ event, promise }) => {
  const promised = promise.contract.envelope?.type;
  const sent = event.context?.type;
  if (promised === undefined || sent === undefined || sent === promised) return undefined;
  return refuse('EVENT_TYPE_MISMATCH', {
    pointer: '/type',
    message: `The contract of this topic is about events of type ${promised}, and this one has another type.`,
  });
};

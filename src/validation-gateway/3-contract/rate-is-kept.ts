import type { Stage } from '../journey.js';
import { producerOf } from '../producer-of.js';
import { refuse } from '../verdict.js';

const SECOND_MS = 1_000;

/**
 * No producer sends faster than the contract agrees on. Counted by who it proved to be, so another
 * `source` is no way around it; where nobody is asked who they are, by its `source`.
 */
export const rateIsKept: Stage = ({ event, promise, rates, elapsedMs }) => {
  const { rate } = promise;
  if (!rate || event.door === 'dry-run' || event.isKept) return undefined;
  const counted = { contract: promise.ref.id, producer: producerOf(event), ...rate };
  const waitMs = rates.take(counted, elapsedMs);
  if (waitMs === 0) return undefined;
  return {
    ...refuse('RATE_EXCEEDED', {
      message: `The contract ${promise.ref.id} takes ${rate.text} of one producer, and this one has sent as many.`,
    }),
    retryAfterSeconds: Math.ceil(waitMs / SECOND_MS),
  };
};

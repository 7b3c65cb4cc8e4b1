import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/** An event is no larger than the contract agrees on, as its value came. */
export const sizeIsAgreed: Stage = ({ event, promise, checks }) => {
  const { sizeBytes } = promise;
  if (sizeBytes === undefined || event.value === null) return undefined;
  const passed = event.value.length <= sizeBytes;
  checks.push({ check: 'size', passed });
  if (passed) return undefined;
  return refuse('LARGER_THAN_AGREED', {
    message: `The contract ${promise.ref.id} takes events of ${sizeBytes} bytes at most, and this one has ${event.value.length}.`,
  });
};

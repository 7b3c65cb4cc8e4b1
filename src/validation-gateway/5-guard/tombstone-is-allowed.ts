import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/** A null value deletes on a compacted topic and is noise that crashes consumers on others. */
export const tombstoneIsAllowed: Stage = ({ event, promise }) => {
  if (event.value !== null) return undefined;
  if (promise.contract.channel.cleanup !== 'compact') return refuse('TOMBSTONE_NOT_ALLOWED');
  return event.key === null ? refuse('TOMBSTONE_WITHOUT_KEY') : undefined;
};

import { isDeduplicated } from '#contract';
import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/** Only `source` and `id` tell a repeat from another event that says the same. */
export const repeatIsRecognisable: Stage = ({ event, promise }) =>
  isDeduplicated(promise.contract.semantics) && !event.context && event.door !== 'dry-run'
    ? refuse('EVENT_ID_MISSING')
    : undefined;

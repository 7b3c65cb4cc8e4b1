import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/**
 * A contract with an envelope promises consumers an id, a source and a type. Doors refuse broken
 * ones; here falls the event that came through a door without any. A dry run may judge the value
 * alone.
 */
export const contextIsThere: Stage = ({ event, promise }) =>
  promise.contract.envelope && !event.context && event.door !== 'dry-run'
    ? refuse('CONTEXT_MISSING')
    : undefined;

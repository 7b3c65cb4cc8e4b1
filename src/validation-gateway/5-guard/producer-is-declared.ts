import type { Stage } from '../journey.js';
import { refuse } from '../verdict.js';

/**
 * One writer per entity is a promise about who writes. A producer is known by the `source` of its
 * events, and, where people are asked who they are, by its principal.
 */
export const producerIsDeclared: Stage = ({ event, promise }) => {
  const { producers } = promise.contract;
  if (producers.length === 0 || event.door === 'dry-run') return undefined;
  const isDeclared = producers.some(
    ({ source, principal }) =>
      (source === undefined || source === event.context?.source) &&
      (principal === undefined || event.principal === '' || principal === event.principal),
  );
  if (isDeclared) return undefined;
  const sources = producers.flatMap(({ source }) => source ?? []);
  return refuse('PRODUCER_NOT_DECLARED', {
    ...(event.context && { pointer: '/source' }),
    message: event.context
      ? `The contract ${promise.ref.id} does not name the source of this event among its producers.`
      : `The contract ${promise.ref.id} knows its producers by source (${sources.join(', ')}), and the event names none.`,
  });
};

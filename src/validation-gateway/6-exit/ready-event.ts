import { forwardedHeaders } from './forwarded-headers.js';
import type { ReadyEvent } from './exit.js';
import type { Judged } from '../judged.js';

/** By what an event is found again: contract version, schema, and its own name. */
export const marksOf = ({ event, promise }: Judged) => ({
  ...(promise && { contract: promise.ref, schemaId: promise.published.schemaId }),
  ...(event.context && { eventId: event.context.id, source: event.context.source }),
});

export function readyEvent(judged: Judged): ReadyEvent {
  const { event, promise, key } = judged;
  return {
    topic: promise?.contract.channel.topic ?? event.topic ?? '',
    ...(event.partition !== undefined && { partition: event.partition }),
    partitions: promise?.contract.channel.partitions ?? 1,
    key,
    value: event.value,
    headers: forwardedHeaders(event),
    ...marksOf(judged),
  };
}

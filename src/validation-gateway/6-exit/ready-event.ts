import { forwardedHeaders } from './forwarded-headers.js';
import type { ReadyEvent } from './exit.js';
import type { ContractInForce } from '../contract-in-force.js';
import type { Judged } from '../judged.js';

/** By what an event is found again: contract version, schema, and its own name. */
export const marksOf = ({ event, promise }: Judged) => ({
  ...(promise && { contract: promise.ref, schemaId: promise.published.schemaId }),
  ...(event.context && { eventId: event.context.id, source: event.context.source }),
});

/** Names the contract that judged an event, to whoever reads it: `orders.order-placed@3`. */
const CONTRACT = 'concordat-contract';
const stamps = new WeakMap<object, readonly [name: string, value: Buffer]>();

/** Made once per contract version: every event it lets pass carries the same bytes. */
function stampOf(ref: ContractInForce['ref']): readonly [name: string, value: Buffer] {
  const known = stamps.get(ref);
  if (known) return known;
  const stamp = [CONTRACT, Buffer.from(`${ref.id}@${ref.version}`)] as const;
  stamps.set(ref, stamp);
  return stamp;
}

function headersOf({ event, promise }: Judged): ReadyEvent['headers'] {
  const own = forwardedHeaders(event);
  return promise ? [...own, stampOf(promise.ref)] : own;
}

export function readyEvent(judged: Judged): ReadyEvent {
  const { event, promise, key, value } = judged;
  return {
    topic: promise?.contract.channel.topic ?? event.topic ?? '',
    ...(event.partition !== undefined && { partition: event.partition }),
    partitions: promise?.contract.channel.partitions ?? 1,
    key,
    value,
    ...(event.timestampMs !== undefined && { timestampMs: event.timestampMs }),
    headers: headersOf(judged),
    ...marksOf(judged),
  };
}

import { forwardedHeaders } from './forwarded-headers.js';
import type { ReadyEvent } from './exit.js';
import type { ContractInForce } from '../contract-in-force.js';
import type { Judged } from '../judged.js';
import { onceForEach } from '../once-for-each.js';

/** By what an event is found again: contract version, schema, and its own name. */
export const marksOf = ({ event, promise }: Judged) => ({
  ...(promise && { contract: promise.ref, schemaId: promise.published.schemaId }),
  ...(event.context && { eventId: event.context.id, source: event.context.source }),
});

/** Names the contract that judged an event, to whoever reads it: `orders.order-placed@3`. */
const CONTRACT = 'concordat-contract';
type Header = ReadyEvent['headers'][number];
interface Stamp {
  readonly header: Header;
  /** Of an event that brought no header. */
  readonly alone: readonly Header[];
}

/** Every event a contract version lets pass carries the same bytes. */
const stampOf = onceForEach((ref: ContractInForce['ref']): Stamp => {
  const header = [CONTRACT, Buffer.from(`${ref.id}@${ref.version}`)] as const;
  return { header, alone: [header] };
});

function headersOf({ event, promise }: Judged): ReadyEvent['headers'] {
  const own = forwardedHeaders(event);
  if (!promise) return own;
  const stamp = stampOf(promise.ref);
  return own.length === 0 ? stamp.alone : [...own, stamp.header];
}

export function readyEvent(judged: Judged): ReadyEvent {
  const { event, promise, key, value } = judged;
  return {
    topic: promise?.contract.channel.topic ?? event.topic ?? '',
    partition: event.partition,
    partitions: promise?.contract.channel.partitions ?? 1,
    key,
    value,
    timestampMs: event.timestampMs,
    headers: headersOf(judged),
    contract: promise?.ref,
    schemaId: promise?.published.schemaId,
    eventId: event.context?.id,
    source: event.context?.source,
    named: event.named,
    isOnce: isOnce(judged),
  };
}

/** Lost rather than repeated, whatever its contract enforces. */
export const isOnce = ({ promise }: Judged): boolean =>
  promise?.contract.semantics.delivery === 'at-most-once';

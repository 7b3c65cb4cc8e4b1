import { type EnforcementMode, keyText } from '#contract';
import { murmur3 } from '#kernel';
import { valueAtPointer } from '#schema';
import type { ContractInForce } from './contract-in-force.js';
import { keyOf } from './event-key.js';
import type { ArrivedEvent } from './event.js';
import type { EventValue } from './event-value.js';

const BUCKETS = 100;

/**
 * How a refusal of this event is meant. With `enforcement.percent` that share of the keys, or of the
 * producers, is refused and all others are warned. Who is in stays in: a producer sees no coin being
 * tossed, and to raise the share only adds. A version that stepped back warns everybody.
 */
export function modeOfEvent(
  event: ArrivedEvent,
  promise: ContractInForce,
  payload: EventValue | undefined,
): EnforcementMode {
  const { mode, percent, by } = promise.contract.enforcement;
  if (mode === 'enforce' && promise.published.steppedBack) return 'warn';
  if (mode !== 'enforce' || percent >= BUCKETS) return mode;
  const who =
    (by === 'producer' ? undefined : keyForRollout(event, promise, payload)) ??
    producerOf(event) ??
    event.context?.id ??
    '';
  return bucketOf(promise.ref.id, who) <= percent ? 'enforce' : 'warn';
}

/** Also of JSON that breaks its schema: it is just those events whose mode matters. */
function keyForRollout(
  event: ArrivedEvent,
  promise: ContractInForce,
  payload: EventValue | undefined,
): string | undefined {
  const key = keyOf(event, promise, payload);
  const pointer = promise.contract.channel.key;
  const isJson = promise.published.source.type === 'JSON';
  if (key || pointer === undefined || !payload || !isJson || payload.fault())
    return key?.toString();
  const value: unknown = JSON.parse(Buffer.from(payload.payload.bytes).toString('utf8'));
  return keyText(valueAtPointer(value, pointer));
}

const producerOf = ({ principal, context }: ArrivedEvent): string | undefined =>
  context?.source ?? (principal === '' ? undefined : principal);

/** 1 to 100, the same on every gateway. */
export const bucketOf = (contractId: string, unit: string): number =>
  (murmur3(`${contractId}:${unit}`) % BUCKETS) + 1;

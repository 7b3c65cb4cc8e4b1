import { keyText, type Stickiness } from '#contract';
import { murmur3 } from '#kernel';
import { valueAtPointer } from '#schema';
import { keyOf } from '../event-key.js';
import type { ArrivedEvent } from '../event.js';
import type { Opened } from '../leaving-bytes.js';

type Drawn = Pick<Opened, 'event' | 'promise' | 'payload'>;

/**
 * What decides whether an event belongs to a share: its entity, its key or its producer. Where there
 * is none, the next best that stays the same.
 */
export function drawnUnit(drawn: Drawn, by: Stickiness): string {
  const { event } = drawn;
  return ownUnit(drawn, by) ?? producerOf(event) ?? event.context?.id ?? '';
}

function ownUnit(drawn: Drawn, by: Stickiness): string | undefined {
  switch (by) {
    case 'producer':
      return undefined;
    case 'key':
      return keyForShare(drawn);
    case 'entity.key':
      return entityForShare(drawn);
  }
}

function keyForShare(drawn: Drawn): string | undefined {
  const { event, promise, payload } = drawn;
  const key = keyOf(event, promise, payload);
  const pointer = promise.contract.channel.key;
  if (key || pointer === undefined) return key?.toString();
  return keyText(valueAt(drawn, pointer));
}

/** A tombstone has no value, so its key speaks for it. */
function entityForShare(drawn: Drawn): string | undefined {
  const { event, promise } = drawn;
  const place = promise.contract.semantics.entity?.key;
  if (place === undefined) return undefined;
  if (place.startsWith('@')) return event.context?.attributes.get(place.slice(1));
  if (event.value === null) return event.key?.toString('utf8');
  return keyText(valueAt(drawn, place));
}

/** Also of JSON that breaks its schema: it is just those events for which the share matters. */
function valueAt({ promise, payload }: Drawn, pointer: string): unknown {
  const value = payload?.get();
  if (value !== undefined) return valueAtPointer(value, pointer);
  if (!payload || promise.published.source.type !== 'JSON' || payload.fault()) return undefined;
  const text = Buffer.from(payload.payload.bytes).toString('utf8');
  return valueAtPointer(JSON.parse(text) as unknown, pointer);
}

const producerOf = ({ principal, context }: ArrivedEvent): string | undefined =>
  context?.source ?? (principal === '' ? undefined : principal);

const BUCKETS = 100;

/** 1 to 100, the same on every gateway. */
export const bucketOf = (contractId: string, unit: string): number =>
  (murmur3(`${contractId}:${unit}`) % BUCKETS) + 1;

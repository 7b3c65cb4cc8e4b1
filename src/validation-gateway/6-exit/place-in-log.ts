import type { NewEvent } from '#event-log';
import { choosePartition } from './choose-partition.js';
import type { ReadyEvent, Sent } from './exit.js';

/**
 * The event with its partition: the one the producer chose, or the one its key hashes to.
 *
 * @param turn spreads events without a key, one partition per request
 */
export function placeInLog(
  event: ReadyEvent,
  turn: number,
): NewEvent | Extract<Sent, { ok: false }> {
  const { partitions, partition } = event;
  if (partition !== undefined && partition >= partitions) {
    const message = `Topic "${event.topic}" has ${partitions} partitions, so there is no partition ${partition}.`;
    return { ok: false, reason: 'refused-by-broker', message };
  }
  return {
    topic: event.topic,
    partition: partition ?? choosePartition(event.key, partitions, turn),
    key: event.key,
    value: event.value,
    headers: event.headers,
    contract: event.contract,
    schemaId: event.schemaId,
    eventId: event.eventId,
    source: event.source,
    named: event.named,
  };
}

import type { NewEvent } from '#event-log';
import { choosePartition } from './choose-partition.js';
import type { Unconfirmed } from './confirmed.js';
import type { ReadyEvent } from './exit.js';

/**
 * The event with its partition: the one the producer chose, or the one its key hashes to.
 *
 * @param turn spreads events without a key, one partition per request
 */
export function placeInLog(
  { partitions, partition, ...event }: ReadyEvent,
  turn: number,
): NewEvent | Unconfirmed {
  if (partition !== undefined && partition >= partitions) {
    const message = `Topic "${event.topic}" has ${partitions} partitions, so there is no partition ${partition}.`;
    return { ok: false, reason: 'refused-by-broker', message };
  }
  return { ...event, partition: partition ?? choosePartition(event.key, partitions, turn) };
}

import type { Admin, Transaction } from 'kafkajs';
import type { RelayPosition } from '#event-log';
import { GROUP } from './relay-settings.js';

/**
 * How far the relay came, as committed offsets of a group: Kafka commits them in the transaction of
 * the events themselves (KIP-98), so after any crash both are there or neither is. The offsets are
 * the log's. A log partition that Kafka's topic has no number for has a group of its own.
 */
const placeOf = (partition: number, count: number): { groupId: string; partition: number } =>
  partition < count
    ? { groupId: GROUP, partition }
    : { groupId: `${GROUP}.${partition}`, partition: 0 };

export async function sendProgress(
  transaction: Transaction,
  { topic, count }: { readonly topic: string; readonly count: number },
  positions: readonly RelayPosition[],
): Promise<void> {
  const groups = Map.groupBy(positions, ({ partition }) => placeOf(partition, count).groupId);
  for (const [consumerGroupId, mine] of groups) {
    const partitions = mine.map(({ partition, nextOffset }) => ({
      partition: placeOf(partition, count).partition,
      offset: String(nextOffset),
    }));
    await transaction.sendOffsets({ consumerGroupId, topics: [{ topic, partitions }] });
  }
}

/** Ask only when no transaction of the relay can be open: its producer has just begun anew. */
export async function readProgress(
  admin: Admin,
  { topic, count }: { readonly topic: string; readonly count: number },
  known: readonly RelayPosition[],
): Promise<readonly RelayPosition[]> {
  const read: RelayPosition[] = [];
  for (const [groupId, mine] of Map.groupBy(
    known,
    ({ partition }) => placeOf(partition, count).groupId,
  )) {
    const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
    for (const { partition, nextOffset } of mine) {
      const place = placeOf(partition, count).partition;
      const committed = found?.partitions.find((each) => each.partition === place);
      read.push({ partition, nextOffset: Math.max(nextOffset, Number(committed?.offset ?? -1)) });
    }
  }
  return read;
}

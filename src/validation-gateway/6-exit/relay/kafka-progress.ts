import type { Admin, Transaction } from 'kafkajs';
import type { RelayPosition } from '#event-log';
import { GROUP } from './relay-settings.js';
import type { Progress } from './resume-after.js';

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
  positions: readonly Progress[],
): Promise<void> {
  const groups = Map.groupBy(positions, ({ partition }) => placeOf(partition, count).groupId);
  for (const [consumerGroupId, mine] of groups) {
    const partitions = mine.map(({ partition, nextOffset, mark }) => ({
      partition: placeOf(partition, count).partition,
      offset: String(nextOffset),
      metadata: mark,
    }));
    await transaction.sendOffsets({ consumerGroupId, topics: [{ topic, partitions }] });
  }
}

/** Ask only when no transaction of the relay can be open: its producer has just begun one of its own. */
export async function readProgress(
  admin: Admin,
  { topic, count }: { readonly topic: string; readonly count: number },
  known: readonly RelayPosition[],
): Promise<readonly Progress[]> {
  const read: Progress[] = [];
  for (const [groupId, mine] of Map.groupBy(
    known,
    ({ partition }) => placeOf(partition, count).groupId,
  )) {
    const [found] = await admin.fetchOffsets({ groupId, topics: [topic] });
    for (const { partition } of mine) {
      const place = placeOf(partition, count).partition;
      const committed = found?.partitions.find((each) => each.partition === place);
      const nextOffset = Number(committed?.offset ?? -1);
      read.push({ partition, nextOffset, mark: committed?.metadata || undefined });
    }
  }
  return read;
}

import type { Admin } from 'kafkajs';
import type { ObservedGroup } from '#event-log';
import { limits } from '#kernel';

/** Topics of the broker's own begin so. */
const INTERNAL = '__';

/**
 * Who reads from Kafka, and how far behind where it has committed: of other partitions nobody but the
 * group knows whether it begins at the start or at the end. Groups beyond the limit are left out, in the order of
 * their names, so that a look costs the same however many there are.
 */
export async function groupsOfKafka(admin: Admin): Promise<readonly ObservedGroup[]> {
  const { groups } = await admin.listGroups();
  const names = groups
    .map(({ groupId }) => groupId)
    .sort()
    .slice(0, limits.observedGroups.value);
  if (names.length === 0) return [];
  const members = await membersOf(admin, names);
  const ends = new Map<string, Promise<ReadonlyMap<number, number>>>();
  const seen: ObservedGroup[] = [];
  for (const name of names) {
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId: name })) {
      if (topic.startsWith(INTERNAL)) continue;
      if (!ends.has(topic)) ends.set(topic, endsOf(admin, topic));
      const end = (await ends.get(topic)) ?? new Map<number, number>();
      const lag = partitions.reduce((sum, { partition, offset }) => {
        const committed = Math.max(0, Number(offset));
        return sum + Math.max(0, (end.get(partition) ?? committed) - committed);
      }, 0);
      seen.push({ name, topic, members: members.get(name) ?? 0, lag });
    }
  }
  return seen;
}

async function membersOf(admin: Admin, names: readonly string[]) {
  const { groups } = await admin.describeGroups([...names]);
  return new Map(groups.map(({ groupId, members }) => [groupId, members.length]));
}

/** A topic that is gone has no end, and whoever read it is not behind. */
async function endsOf(admin: Admin, topic: string): Promise<ReadonlyMap<number, number>> {
  const offsets = await admin.fetchTopicOffsets(topic).catch(() => []);
  return new Map(offsets.map(({ partition, high }) => [partition, Number(high)]));
}

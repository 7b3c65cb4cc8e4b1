import type { EntityManager } from 'typeorm';
import { limits } from '#kernel';
import type { GroupOfTopic, Lease, Member } from '../groups/consumer-group.js';
import { sharePartitions } from '../groups/share-partitions.js';
import { numbers } from './columns.js';

const CREATE = `
  INSERT INTO consumer_groups (name, topic, reads_from) VALUES ($1, $2, $3)
  ON CONFLICT DO NOTHING`;

/** One change of a group's leases at a time. */
const HOLD = `
  SELECT reads_from AS "readsFrom" FROM consumer_groups
   WHERE name = $1 AND topic = $2 FOR UPDATE`;

const ENTER = `
  INSERT INTO consumer_members (name, topic, member, principal, seen_until)
  VALUES ($1, $2, $3, $4, clock_timestamp() + make_interval(secs => $5))
  ON CONFLICT (name, topic, member)
  DO UPDATE SET principal = excluded.principal, seen_until = excluded.seen_until`;

const FORGET = `
  DELETE FROM consumer_members WHERE name = $1 AND topic = $2 AND seen_until < clock_timestamp()`;

const MEMBERS = `SELECT member FROM consumer_members WHERE name = $1 AND topic = $2`;

/** A partition that appears later is read from its start: nothing of it was there before. */
const BEGIN = `
  INSERT INTO consumer_positions (name, topic, partition, next_offset)
  SELECT $1, $2, partition,
         CASE WHEN $3 = 'end' AND NOT EXISTS (SELECT FROM consumer_positions
                                               WHERE name = $1 AND topic = $2)
              THEN next_offset ELSE start_offset END
    FROM event_log_partitions WHERE topic = $2
  ON CONFLICT DO NOTHING`;

/** Gives a position to each partition the group did not know yet. */
export async function beginPositions(
  tx: EntityManager,
  { group, topic }: GroupOfTopic,
  readsFrom: 'start' | 'end',
): Promise<void> {
  await tx.query(BEGIN, [group, topic, readsFrom]);
}

const POSITIONS = `
  SELECT partition, member,
         (lease_until > clock_timestamp()) AS "isLeased"
    FROM consumer_positions WHERE name = $1 AND topic = $2 ORDER BY partition`;

/** Its own are renewed, free ones taken; the epoch rises when a partition changes hands. */
const TAKE = `
  UPDATE consumer_positions AS held
     SET member = $3, lease_until = clock_timestamp() + make_interval(secs => $4),
         epoch = held.epoch + (held.member IS DISTINCT FROM $3)::int,
         next_offset = greatest(held.next_offset, log.start_offset)
    FROM event_log_partitions AS log, consumer_positions AS before
   WHERE held.name = $1 AND held.topic = $2 AND held.partition = ANY($5::int[])
     AND log.topic = held.topic AND log.partition = held.partition
     AND before.name = held.name AND before.topic = held.topic
     AND before.partition = held.partition
  RETURNING held.partition, held.epoch::float8 AS epoch, held.next_offset::float8 AS "nextOffset",
            log.next_offset::float8 AS "endOffset",
            greatest(0, log.start_offset - before.next_offset)::float8 AS expired`;

const LET_GO = `
  UPDATE consumer_positions SET member = NULL, lease_until = '-infinity'
   WHERE name = $1 AND topic = $2 AND member = $3 AND NOT partition = ANY($4::int[])`;

interface Row {
  readonly partition: number;
  readonly member: string | null;
  readonly isLeased: boolean;
}

/**
 * Comes to read, or reads on: renews, takes what is free of this member's share, and lets go of what
 * has become another's. What another still holds is taken when that one lets go, or its lease ends.
 */
export async function takeLeases(
  tx: EntityManager,
  { group, topic }: GroupOfTopic,
  { name, principal, leaseMs, readsFrom }: Member & { readonly readsFrom: 'start' | 'end' },
): Promise<readonly Lease[] | 'full'> {
  await tx.query(CREATE, [group, topic, readsFrom]);
  const [held] = await tx.query<{ readsFrom: 'start' | 'end' }[]>(HOLD, [group, topic]);
  await tx.query(FORGET, [group, topic]);
  const before = await tx.query<{ member: string }[]>(MEMBERS, [group, topic]);
  const isNew = !before.some(({ member }) => member === name);
  if (isNew && before.length >= limits.consumerMembers.value) return 'full';
  await tx.query(ENTER, [group, topic, name, principal, leaseMs / 1_000]);
  await beginPositions(tx, { group, topic }, held?.readsFrom ?? readsFrom);
  const members = new Set([...before.map(({ member }) => member), name]);
  const rows = await tx.query<Row[]>(POSITIONS, [group, topic]);
  const mine = sharePartitions(
    rows.map(({ partition }) => partition),
    [...members],
    name,
  );
  const taken = rows
    .filter(
      ({ partition, member, isLeased }) => mine.has(partition) && (member === name || !isLeased),
    )
    .map(({ partition }) => partition);
  await tx.query(LET_GO, [group, topic, name, numbers(taken)]);
  const [leases] = await tx.query<[Lease[], number]>(TAKE, [
    group,
    topic,
    name,
    leaseMs / 1_000,
    numbers(taken),
  ]);
  return leases.sort((a, b) => a.partition - b.partition);
}

const LEAVE = `DELETE FROM consumer_members WHERE name = $1 AND topic = $2 AND member = $3`;

/** Its partitions are free at once, instead of when their leases end. */
export async function leaveGroup(
  tx: EntityManager,
  { group, topic }: GroupOfTopic,
  member: string,
): Promise<void> {
  await tx.query(LET_GO, [group, topic, member, '{}']);
  await tx.query(LEAVE, [group, topic, member]);
}

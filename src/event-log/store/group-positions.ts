import type { EntityManager } from 'typeorm';
import type { Commit, MetCommit, ConsumerGroup, GroupOfTopic } from '../groups/consumer-group.js';
import { numbers } from './columns.js';

/** What each commit meets, the rows held until the transaction ends. */
const CHECK = `
  SELECT wanted.partition, held.next_offset::float8 AS "from",
         wanted.next_offset::float8 AS until, held.member IS DISTINCT FROM $3 OR held.epoch IS DISTINCT FROM wanted.epoch
           OR held.lease_until < clock_timestamp() AS lost,
         wanted.next_offset > log.next_offset AS beyond
    FROM unnest($4::int[], $5::bigint[], $6::bigint[]) AS wanted (partition, epoch, next_offset)
    LEFT JOIN (SELECT * FROM consumer_positions WHERE name = $1 AND topic = $2
                ORDER BY partition FOR UPDATE) AS held USING (partition)
    LEFT JOIN event_log_partitions AS log
           ON log.topic = $2 AND log.partition = wanted.partition`;

const COMMIT = `
  UPDATE consumer_positions AS held
     SET next_offset = wanted.next_offset, committed_at = clock_timestamp()
    FROM unnest($3::int[], $4::bigint[]) AS wanted (partition, next_offset)
   WHERE held.name = $1 AND held.topic = $2 AND held.partition = wanted.partition`;

/** All of them or none. A lease that was lost is lost also when nobody has taken it since. */
export async function commitPositions(
  tx: EntityManager,
  { group, topic }: GroupOfTopic,
  { member, commits }: { readonly member: string; readonly commits: readonly Commit[] },
): Promise<readonly MetCommit[]> {
  const partitions = numbers(commits.map(({ partition }) => partition));
  const epochs = numbers(commits.map(({ epoch }) => epoch));
  const offsets = numbers(commits.map(({ nextOffset }) => nextOffset));
  const rows = await tx.query<CheckedCommit[]>(CHECK, [
    ...[group, topic, member],
    ...[partitions, epochs, offsets],
  ]);
  const met = rows.map(({ lost, beyond, ...stretch }) => ({
    ...stretch,
    refused: lost ? ('lost' as const) : beyond ? ('beyond' as const) : undefined,
  }));
  if (met.every(({ refused }) => refused === undefined))
    await tx.query(COMMIT, [group, topic, partitions, offsets]);
  return met;
}

interface CheckedCommit extends Omit<MetCommit, 'refused'> {
  readonly lost: boolean;
  readonly beyond: boolean;
}

const LIST = `
  SELECT g.name AS "group", g.topic, g.reads_from AS "readsFrom", g.holds_events AS "holdsEvents",
         coalesce(p.lag, 0)::float8 AS lag, coalesce(p.rows, '[]') AS partitions,
         coalesce(m.rows, '[]') AS members
    FROM (SELECT * FROM consumer_groups
           WHERE ($1::text IS NULL OR name = $1) AND ($2::text IS NULL OR topic = $2)
             AND (name, topic) > ($3, $4)
           ORDER BY name, topic LIMIT $5) AS g
    LEFT JOIN LATERAL (
      SELECT sum(log.next_offset - greatest(c.next_offset, log.start_offset)) AS lag,
             json_agg(json_build_object(
               'partition', c.partition, 'nextOffset', c.next_offset,
               'endOffset', log.next_offset, 'committedAt', c.committed_at,
               'member', CASE WHEN c.lease_until > clock_timestamp() THEN c.member END,
               'leaseUntil', CASE WHEN c.lease_until > clock_timestamp() THEN c.lease_until END)
               ORDER BY c.partition) AS rows
        FROM consumer_positions AS c
        JOIN event_log_partitions AS log USING (topic, partition)
       WHERE c.name = g.name AND c.topic = g.topic) AS p ON true
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object('member', member, 'principal', principal)
                      ORDER BY member) AS rows
        FROM consumer_members AS each
       WHERE each.name = g.name AND each.topic = g.topic
         AND seen_until > clock_timestamp()) AS m ON true
   ORDER BY g.name, g.topic`;

export function listGroups(
  tx: EntityManager,
  filter: { readonly group?: string | undefined; readonly topic?: string | undefined },
  page: { readonly after?: GroupOfTopic | undefined; readonly limit: number },
): Promise<readonly ConsumerGroup[]> {
  return tx.query<ConsumerGroup[]>(LIST, [
    filter.group ?? null,
    filter.topic ?? null,
    page.after?.group ?? '',
    page.after?.topic ?? '',
    page.limit,
  ]);
}

const IS_BUSY = `
  SELECT EXISTS (SELECT FROM consumer_positions WHERE name = $1 AND topic = $2
                    AND lease_until > clock_timestamp()) AS busy
    FROM consumer_groups WHERE name = $1 AND topic = $2 FOR UPDATE`;

/** Whether somebody reads now; undefined where there is no such group. Held until the transaction ends. */
export async function isGroupBusy(
  tx: EntityManager,
  { group, topic }: GroupOfTopic,
): Promise<boolean | undefined> {
  const [row] = await tx.query<{ busy: boolean }[]>(IS_BUSY, [group, topic]);
  return row?.busy;
}

const SET = `
  INSERT INTO consumer_positions AS held (name, topic, partition, next_offset, committed_at)
  SELECT $1, $2, partition, least(greatest(wanted, start_offset), next_offset), clock_timestamp()
    FROM unnest($3::int[], $4::bigint[]) AS new (partition, wanted)
    JOIN event_log_partitions AS log USING (partition)
   WHERE log.topic = $2
  ON CONFLICT (name, topic, partition)
  DO UPDATE SET next_offset = excluded.next_offset, committed_at = excluded.committed_at`;

/** Within what the log holds: a wish before its start is its start. */
export async function setPositions(
  tx: EntityManager,
  { group, topic }: GroupOfTopic,
  offsets: ReadonlyMap<number, number>,
): Promise<void> {
  await tx.query(SET, [group, topic, numbers([...offsets.keys()]), numbers([...offsets.values()])]);
}

const DECLARE = `
  INSERT INTO consumer_groups AS held (name, topic, reads_from, holds_events)
  VALUES ($1, $2, $3, $4)
  ON CONFLICT (name, topic)
  DO UPDATE SET reads_from = excluded.reads_from, holds_events = excluded.holds_events`;

export async function declareGroup(
  tx: EntityManager,
  { group, topic }: GroupOfTopic,
  wish: { readonly readsFrom: 'start' | 'end'; readonly holdsEvents: boolean },
): Promise<void> {
  await tx.query(DECLARE, [group, topic, wish.readsFrom, wish.holdsEvents]);
}

export const deleteGroup = (tx: EntityManager, { group, topic }: GroupOfTopic): Promise<unknown> =>
  tx.query('DELETE FROM consumer_groups WHERE name = $1 AND topic = $2', [group, topic]);

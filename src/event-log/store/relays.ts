import type { EntityManager } from 'typeorm';
import { numbers, texts } from './columns.js';

const BEGIN = `
  WITH topics AS (
    INSERT INTO relays AS held (topic, partitions)
    SELECT DISTINCT ON (topic) topic, partitions
      FROM unnest($1::text[], $2::int[]) AS new (topic, partitions) ORDER BY topic
    ON CONFLICT (topic) DO UPDATE SET partitions = excluded.partitions
     WHERE held.partitions <> excluded.partitions)
  INSERT INTO relay_positions (topic, partition, next_offset)
  SELECT topic, partition, next_offset
    FROM unnest($1::text[], $3::int[], $4::bigint[]) AS new (topic, partition, next_offset)
   ORDER BY topic, partition
  ON CONFLICT (topic, partition) DO NOTHING`;

/** Free leases and one's own; the epoch rises when a topic changes hands. */
const CLAIM = `
  UPDATE relays AS held
     SET owner = $1, lease_until = clock_timestamp() + make_interval(secs => $2),
         epoch = held.epoch + (held.owner IS DISTINCT FROM $1)::int
   WHERE topic IN (SELECT topic FROM relays
                    WHERE owner = $1 OR lease_until < clock_timestamp()
                    ORDER BY topic FOR UPDATE SKIP LOCKED)
  RETURNING topic, partitions, epoch::float8 AS epoch`;

const RELEASE = `
  UPDATE relays SET owner = NULL, lease_until = '-infinity' WHERE owner = $1`;

const POSITIONS = `
  SELECT partition, next_offset::float8 AS "nextOffset"
    FROM relay_positions WHERE topic = $1 ORDER BY partition`;

const ADVANCE = `
  UPDATE relay_positions AS held SET next_offset = new.next_offset
    FROM unnest($2::int[], $3::bigint[]) AS new (partition, next_offset)
   WHERE held.topic = $1 AND held.partition = new.partition
     AND held.next_offset < new.next_offset`;

const BACKLOG = `
  SELECT topic, sum(log.next_offset - held.next_offset)::float8 AS events
    FROM relay_positions AS held JOIN event_log_partitions AS log USING (topic, partition)
   GROUP BY topic`;

/** How far one partition of the log has been carried. */
export interface RelayPosition {
  readonly partition: number;
  readonly nextOffset: number;
}

/** A topic this process carries until its lease ends. */
export interface LeasedTopic {
  readonly topic: string;
  /** What its contract declares: a topic Kafka lacks is made with these. */
  readonly partitions: number;
  readonly epoch: number;
}

/** From this event on the partition is carried to Kafka; where that was begun before, nothing. */
export async function beginRelays(
  tx: EntityManager,
  begun: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly partitions: number;
    readonly offset: number;
  }[],
): Promise<void> {
  if (begun.length === 0) return;
  await tx.query(BEGIN, [
    texts(begun.map(({ topic }) => topic)),
    numbers(begun.map(({ partitions }) => partitions)),
    numbers(begun.map(({ partition }) => partition)),
    numbers(begun.map(({ offset }) => offset)),
  ]);
}

export async function claimRelays(
  tx: EntityManager,
  owner: string,
  leaseMs: number,
): Promise<readonly LeasedTopic[]> {
  const [rows] = await tx.query<[readonly LeasedTopic[], number]>(CLAIM, [owner, leaseMs / 1_000]);
  return rows;
}

export const releaseRelays = (tx: EntityManager, owner: string): Promise<unknown> =>
  tx.query(RELEASE, [owner]);

export const relayPositions = (
  tx: EntityManager,
  topic: string,
): Promise<readonly RelayPosition[]> => tx.query<RelayPosition[]>(POSITIONS, [topic]);

export const advanceRelay = (
  tx: EntityManager,
  topic: string,
  positions: readonly RelayPosition[],
): Promise<unknown> =>
  tx.query(ADVANCE, [
    topic,
    numbers(positions.map(({ partition }) => partition)),
    numbers(positions.map(({ nextOffset }) => nextOffset)),
  ]);

export const relayBacklog = (
  tx: EntityManager,
): Promise<readonly { readonly topic: string; readonly events: number }[]> =>
  tx.query<{ topic: string; events: number }[]>(BACKLOG);

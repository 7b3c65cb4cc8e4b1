import type { EntityManager } from 'typeorm';
import { texts } from '../store/columns.js';
import { isHeld } from '../store/holds.js';
import { findOffset } from '../store/find-offset.js';

/** How long a topic keeps its events: anything that came before may go. */
export interface KeptTopic {
  readonly topic: string;
  readonly since: Date;
}

/** Where the first event is too old. Nothing else is looked at, so a quiet round costs one query. */
const DUE = `
  SELECT held.id, held.topic, held.partition, kept.since, held.start_offset::float8 AS "start"
    FROM unnest($1::text[], $2::timestamptz[]) AS kept (topic, since)
    JOIN event_log_partitions AS held USING (topic)
   WHERE held.start_offset < held.next_offset AND NOT ${isHeld('held.topic')}
     AND (SELECT logged_at FROM event_log
           WHERE partition_id = held.id AND log_offset = held.start_offset) < kept.since
   ORDER BY held.topic, held.partition`;

/** What somebody still has to read: the relay on its way to Kafka, and groups that hold events. */
const HELD = `
  SELECT min(next_offset)::float8 AS "offset"
    FROM (SELECT next_offset FROM relay_positions WHERE topic = $1 AND partition = $2
           UNION ALL
          SELECT coalesce(next_offset, 0)
            FROM consumer_groups
            LEFT JOIN (SELECT * FROM consumer_positions WHERE partition = $2) AS each
                 USING (name, topic)
           WHERE topic = $1 AND holds_events) AS readers`;

/** A partition starts behind a seal, or its chain would begin with a batch nobody can verify. */
const SEALED_BEFORE = `
  SELECT log_offset::float8 AS "offset", seal FROM event_log
   WHERE partition_id = $1 AND log_offset < $2 AND log_offset >= $3
     AND (seal IS NOT NULL
          OR log_offset < (SELECT chained_from FROM event_log_partitions WHERE id = $1))
   ORDER BY log_offset DESC LIMIT 1`;

const MOVE = `
  UPDATE event_log_partitions
     SET start_offset = $2,
         start_seal = CASE WHEN $2 > chained_from THEN coalesce($3, start_seal) ELSE start_seal END,
         chained_from = greatest(chained_from, $2)
   WHERE id = $1 AND start_offset < $2`;

interface Due {
  readonly id: string;
  readonly topic: string;
  readonly partition: number;
  readonly since: Date;
  readonly start: number;
}

/** @returns how many events are no longer part of the log, by topic */
export async function moveStarts(
  tx: EntityManager,
  kept: readonly KeptTopic[],
): Promise<ReadonlyMap<string, number>> {
  const expired = new Map<string, number>();
  if (kept.length === 0) return expired;
  const due = await tx.query<Due[]>(DUE, [
    texts(kept.map(({ topic }) => topic)),
    texts(kept.map(({ since }) => since.toISOString())),
  ]);
  for (const each of due) {
    const events = await moveStart(tx, each);
    if (events > 0) expired.set(each.topic, (expired.get(each.topic) ?? 0) + events);
  }
  return expired;
}

async function moveStart(tx: EntityManager, due: Due): Promise<number> {
  const [reader] = await tx.query<{ offset: number | null }[]>(HELD, [due.topic, due.partition]);
  const old = await findOffset(tx, due, due.since);
  const end = Math.min(old, reader?.offset ?? Infinity);
  const [last] = await tx.query<{ offset: number; seal: Buffer | null }[]>(SEALED_BEFORE, [
    due.id,
    end,
    due.start,
  ]);
  if (!last) return 0;
  await tx.query(MOVE, [due.id, last.offset + 1, last.seal]);
  return last.offset + 1 - due.start;
}

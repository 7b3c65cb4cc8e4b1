import type { EntityManager } from 'typeorm';
import { texts } from '../store/columns.js';
import { isHeld } from '../store/holds.js';
import { LEAF_MS } from './leaves.js';
import type { KeptTopic } from './move-starts.js';

const DAY_MS = 86_400_000;
/**
 * After an event has left the log its bytes wait this long: where all topics keep equally long, the
 * leaf of its week is dropped before, which costs nothing.
 */
const ROWS_WAIT_MS = LEAF_MS + DAY_MS;

/**
 * Offsets rise with time, so the oldest rows of a partition tell whether any is old enough: the inner
 * limit comes before the look at the clock.
 */
const DELETE = `
  DELETE FROM event_log AS gone
   USING (SELECT oldest.partition_id, oldest.log_offset
            FROM event_log_partitions AS held
            LEFT JOIN unnest($1::text[], $2::timestamptz[]) AS kept (topic, since) USING (topic)
           CROSS JOIN LATERAL (
             SELECT partition_id, log_offset, logged_at FROM event_log
              WHERE partition_id = held.id AND log_offset < held.start_offset
              ORDER BY log_offset LIMIT 1000) AS oldest
           WHERE NOT ${isHeld('held.topic')}
             AND oldest.logged_at < coalesce(kept.since, $3) - make_interval(secs => $4)
           LIMIT $5) AS old
   WHERE gone.partition_id = old.partition_id AND gone.log_offset = old.log_offset`;

export interface Sweep {
  readonly kept: readonly KeptTopic[];
  readonly now: Date;
}

/** @returns how many rows that no partition holds any more were deleted, at most `limit` */
export async function deleteRows(
  tx: EntityManager,
  { kept, now }: Sweep,
  limit: number,
): Promise<number> {
  await tx.query(`SET LOCAL concordat.maintenance = 'on'`);
  const [, rows] = await tx.query<[unknown, number]>(DELETE, [
    texts(kept.map(({ topic }) => topic)),
    texts(kept.map(({ since }) => since.toISOString())),
    now,
    ROWS_WAIT_MS / 1_000,
    limit,
  ]);
  return rows;
}

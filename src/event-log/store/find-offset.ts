import type { EntityManager } from 'typeorm';
import type { Position } from '../logged-event.js';

/**
 * Halves the offsets: they are dense and time never goes back in a partition, so no index by time is
 * needed. A missing row, which only tampering leaves, sends it to the older half.
 */
const FIND = `
  WITH RECURSIVE held AS (
    SELECT id, start_offset, next_offset FROM event_log_partitions
     WHERE topic = $1 AND partition = $2),
  halves (low, high) AS (
    SELECT start_offset, next_offset FROM held
     UNION ALL
    SELECT CASE WHEN logged_at < $3::timestamptz THEN middle + 1 ELSE low END,
           CASE WHEN logged_at < $3::timestamptz THEN high ELSE middle END
      FROM (SELECT low, high, (low + high) / 2 AS middle,
                   (SELECT logged_at FROM event_log
                     WHERE partition_id = (SELECT id FROM held)
                       AND log_offset = (low + high) / 2) AS logged_at
              FROM halves WHERE low < high) AS half)
  SELECT low::float8 AS "offset" FROM halves WHERE low = high`;

/** The first event that came at this moment or later; the end of the partition where none did. */
export async function findOffset(
  tx: EntityManager,
  { topic, partition }: Omit<Position, 'offset'>,
  at: Date,
): Promise<number> {
  const [row] = await tx.query<{ offset: number }[]>(FIND, [topic, partition, at]);
  return row?.offset ?? 0;
}

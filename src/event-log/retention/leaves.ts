import type { EntityManager } from 'typeorm';
import { isHeld } from '../store/holds.js';

/** One leaf of the log holds a week, from Monday 00:00 UTC. */
export const LEAF_MS = 7 * 86_400_000;
/** The Monday all others are counted from. */
const A_MONDAY = Date.UTC(1970, 0, 5);
const PREFIX = 'event_log_from_';

export const weekOf = (at: Date): Date =>
  new Date(A_MONDAY + Math.floor((at.getTime() - A_MONDAY) / LEAF_MS) * LEAF_MS);

const nameOf = (from: Date): string => PREFIX + from.toISOString().slice(0, 10).replaceAll('-', '');

const LIST = `
  SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
   WHERE inhparent = 'event_log'::regclass AND relname LIKE '${PREFIX}%' ORDER BY relname`;

/** Weeks that have a leaf of their own, oldest first. */
export async function listLeaves(tx: EntityManager): Promise<readonly Date[]> {
  const rows = await tx.query<{ name: string }[]>(LIST);
  return rows.map(({ name }) => {
    const [, year, month, day] = /(\d{4})(\d\d)(\d\d)$/.exec(name) ?? [];
    return new Date(`${year}-${month}-${day}T00:00:00Z`);
  });
}

/**
 * Writers wait before they choose a leaf. One that had chosen the default leaf would be refused there,
 * once the new leaf takes that week.
 */
const HOLD_WRITERS = 'LOCK TABLE ONLY event_log IN SHARE ROW EXCLUSIVE MODE';

const IN_DEFAULT = `
  SELECT EXISTS (SELECT FROM event_log_default WHERE logged_at >= $1 AND logged_at < $2) AS held`;

/**
 * A leaf has what parents do not pass on: its index, its storage and its guard against TRUNCATE
 * (`CreateEventLog`). PostgreSQL refuses one for events that the default leaf already holds; those
 * stay where they are and are deleted row by row.
 */
export async function addLeaf(tx: EntityManager, from: Date): Promise<void> {
  const to = new Date(from.getTime() + LEAF_MS);
  await tx.query(HOLD_WRITERS);
  const [row] = await tx.query<{ held: boolean }[]>(IN_DEFAULT, [from, to]);
  if (row?.held) return;
  const name = nameOf(from);
  await tx.query(`
    CREATE TABLE ${name} (LIKE event_log INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
    CREATE UNIQUE INDEX ${name}_offset ON ${name} (partition_id, log_offset);
    ALTER TABLE ${name} ALTER COLUMN value SET STORAGE EXTERNAL;
    ALTER TABLE event_log ATTACH PARTITION ${name}
      FOR VALUES FROM ('${from.toISOString()}') TO ('${to.toISOString()}');
    CREATE TRIGGER event_log_keep_all BEFORE TRUNCATE ON ${name}
      FOR EACH STATEMENT EXECUTE FUNCTION event_log_refuse_change()`);
}

/** Whether every event of the leaf lies before the start of its partition, and none is held. */
export async function isExpired(tx: EntityManager, from: Date): Promise<boolean> {
  const [row] = await tx.query<{ expired: boolean }[]>(`
    SELECT NOT EXISTS (
      SELECT FROM event_log_partitions AS held
       WHERE EXISTS (SELECT FROM ${nameOf(from)} AS leaf
                      WHERE leaf.partition_id = held.id
                        AND leaf.log_offset >= CASE WHEN ${isHeld('held.topic')}
                                                    THEN 0 ELSE held.start_offset END)) AS expired`);
  return row?.expired === true;
}

/** What no trigger sees, and what gives the disk back at once. */
export async function dropLeaf(tx: EntityManager, from: Date): Promise<void> {
  await tx.query(`DROP TABLE ${nameOf(from)}`);
}

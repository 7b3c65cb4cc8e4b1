import type { EntityManager } from 'typeorm';
import { recordDeeds } from '#audit';
import type { Position } from '../logged-event.js';
import type { QuarantineAction } from '../quarantined-event.js';
import { storable } from './columns.js';
import { isHeld, stopHolds } from './holds.js';

/** Nobody else acts on the case until the transaction ends. */
const HOLD = `SELECT id FROM quarantine WHERE id = $1 FOR UPDATE`;

const HAS_BYTES = 'num_nonnulls(key, value, headers) > 0';
const BYTES = 'coalesce(octet_length(key), 0) + coalesce(octet_length(value), 0)';
const giveRoomBack = (freed: string): string => `
  UPDATE quarantine_topics AS room
     SET kept_events = greatest(room.kept_events - freed.events, 0),
         kept_bytes = greatest(room.kept_bytes - freed.bytes, 0)
    FROM (SELECT topic, count(*) AS events, sum(bytes) AS bytes FROM ${freed} GROUP BY topic) AS freed
   WHERE room.topic = freed.topic`;

/**
 * What is over keeps no bytes, and gives its room in the quarantine of its topic back; unless the
 * topic is held.
 */
const CLOSE = `
  WITH closing AS (
    SELECT id, topic, is_kept, ${BYTES} AS bytes,
           ${HAS_BYTES} AND ${isHeld('quarantine.topic')} AS stays
      FROM quarantine WHERE id = ANY ($1::text[]) AND state = 'open'),
  closed AS (
    UPDATE quarantine AS held
       SET state = $2, key = CASE WHEN stays THEN held.key END,
           value = CASE WHEN stays THEN held.value END,
           headers = CASE WHEN stays THEN held.headers END
      FROM closing WHERE held.id = closing.id
    RETURNING held.id)
  ${giveRoomBack('closing JOIN closed USING (id) WHERE is_kept AND NOT stays')}`;

/** What was over while its topic was held, and is held no longer. */
const LET_GO = `
  WITH released AS (
    SELECT id, topic, ${BYTES} AS bytes FROM quarantine
     WHERE state <> 'open' AND ${HAS_BYTES} AND NOT ${isHeld('quarantine.topic')}
     LIMIT $1 FOR UPDATE SKIP LOCKED),
  gone AS (
    UPDATE quarantine AS held SET key = NULL, value = NULL, headers = NULL
      FROM released WHERE held.id = released.id
    RETURNING held.id),
  room AS (${giveRoomBack('released JOIN gone USING (id)')})
  SELECT count(*)::int AS n FROM gone`;

const RECORD = `
  INSERT INTO quarantine_actions (case_id, actor, action, note, position)
  SELECT id, $2, $3, $4, $5::jsonb FROM unnest($1::text[]) AS closed (id)`;

const ACTIONS = `
  SELECT at, actor, action, note, position
    FROM quarantine_actions WHERE case_id = $1 ORDER BY n`;

/** Few at a time: rooms of topics are locked while it runs. */
const OVERDUE = `
  SELECT id FROM quarantine
   WHERE state = 'open' AND last_seen < clock_timestamp() - make_interval(secs => $1)
     AND NOT ${isHeld('quarantine.topic')}
   ORDER BY last_seen LIMIT $2 FOR UPDATE SKIP LOCKED`;

export interface Closing {
  readonly actor: string;
  readonly action: QuarantineAction['action'];
  readonly note?: string | undefined;
  readonly position?: Position | undefined;
}

export const holdCase = (tx: EntityManager, id: string): Promise<unknown> => tx.query(HOLD, [id]);

/** The last thing its transaction does (`recordDeeds`). */
export async function closeCases(
  tx: EntityManager,
  ids: readonly string[],
  closing: Closing,
): Promise<void> {
  const { actor, action, note, position } = closing;
  await stopHolds(tx);
  if (action !== 'refused') await tx.query(CLOSE, [ids, action]);
  const where = position === undefined ? null : JSON.stringify(position);
  await tx.query(RECORD, [ids, storable(actor), action, storable(note) ?? null, where]);
  const deed = { actor, action: `quarantine.${action}`, details: { note, position } } as const;
  await recordDeeds(
    tx,
    ids.map((target) => ({ ...deed, target })),
  );
}

export async function actionsOf(
  tx: EntityManager,
  id: string,
): Promise<readonly QuarantineAction[]> {
  const rows = await tx.query<
    (Pick<QuarantineAction, 'at' | 'actor' | 'action'> & {
      readonly note: string | null;
      readonly position: Position | null;
    })[]
  >(ACTIONS, [id]);
  return rows.map(({ note, position, ...row }) => ({
    ...row,
    ...(note !== null && { note }),
    ...(position !== null && { position }),
  }));
}

export async function overdueCases(
  tx: EntityManager,
  olderThanMs: number,
  atMost: number,
): Promise<readonly string[]> {
  await stopHolds(tx);
  const rows = await tx.query<{ id: string }[]>(OVERDUE, [olderThanMs / 1_000, atMost]);
  return rows.map(({ id }) => id);
}

/** @returns of how many cases, at most so many */
export async function letGo(tx: EntityManager, atMost: number): Promise<number> {
  await stopHolds(tx);
  const [row] = await tx.query<{ n: number }[]>(LET_GO, [atMost]);
  return row?.n ?? 0;
}

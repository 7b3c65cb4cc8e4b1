import type { EntityManager } from 'typeorm';
import { recordDeeds } from '#audit';
import type { Position } from '../logged-event.js';
import type { QuarantineAction } from '../quarantined-event.js';
import { forgetSendings } from './case-sendings.js';
import { storable } from './columns.js';
import { isHeld, stopHolds } from './holds.js';

/** Of advisory locks: this number, and the case. */
const CASES = 7_301;
const caseLock = (id: string): string => `${CASES}, hashtext(${id})`;
/**
 * Nobody else acts on the case until the transaction ends. Its row stays free, for what is decided meanwhile
 * may take as long as a broker does: a repeat counted there would wait with the room of its topic in hand, and
 * whoever closes the case needs that room.
 */
const HOLD = `SELECT pg_advisory_xact_lock(${caseLock('$1')})`;

/** Before any row of a case, as whoever adds cases does, so that neither waits for the other. */
const HOLD_ROOMS = `
  SELECT topic FROM quarantine_topics
   WHERE topic IN (SELECT topic FROM quarantine WHERE id = ANY ($1::text[]))
   ORDER BY topic COLLATE "C" FOR UPDATE`;

const HAS_BYTES = 'num_nonnulls(key, value, headers) > 0';
/** As `bytesOf` counts them. */
const BYTES = `coalesce(octet_length(key), 0) + coalesce(octet_length(value), 0)
                 + coalesce(octet_length(headers::text), 0)`;
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
      FROM quarantine
     WHERE id = ANY ($1::text[]) AND state = 'open'
       AND ($3::float8 IS NULL OR last_seen < clock_timestamp() - make_interval(secs => $3))),
  closed AS (
    UPDATE quarantine AS held
       SET state = $2, key = CASE WHEN stays THEN held.key END,
           value = CASE WHEN stays THEN held.value END,
           headers = CASE WHEN stays THEN held.headers END
      FROM closing WHERE held.id = closing.id
    RETURNING held.id),
  room AS (${giveRoomBack('closing JOIN closed USING (id) WHERE is_kept AND NOT stays')})
  SELECT id FROM closed`;

/** What was over while its topic was held, and is held no longer. */
const RELEASED = `
  SELECT id FROM quarantine
   WHERE state <> 'open' AND ${HAS_BYTES} AND NOT ${isHeld('quarantine.topic')}
   LIMIT $1 FOR UPDATE SKIP LOCKED`;
const LET_GO = `
  WITH released AS (
    SELECT id, topic, ${BYTES} AS bytes FROM quarantine WHERE id = ANY ($1::text[])),
  gone AS (
    UPDATE quarantine AS held SET key = NULL, value = NULL, headers = NULL
      FROM released WHERE held.id = released.id
    RETURNING held.id)
  ${giveRoomBack('released JOIN gone USING (id)')}`;

const RECORD = `
  INSERT INTO quarantine_actions (case_id, actor, action, note, position)
  SELECT id, $2, $3, $4, $5::jsonb FROM unnest($1::text[]) AS closed (id)`;

const ACTIONS = `
  SELECT at, actor, action, note, position
    FROM quarantine_actions WHERE case_id = $1 ORDER BY n`;

/** Few at a time: rooms of topics are locked while they are closed. What somebody acts on is left alone. */
const OVERDUE = `
  SELECT id FROM (
    SELECT id FROM quarantine
     WHERE state = 'open' AND last_seen < clock_timestamp() - make_interval(secs => $1)
       AND NOT ${isHeld('quarantine.topic')}
     ORDER BY last_seen LIMIT $2) AS overdue
   WHERE pg_try_advisory_xact_lock(${caseLock('id')})`;

export interface Closing {
  readonly actor: string;
  readonly action: QuarantineAction['action'];
  readonly note?: string | undefined;
  readonly position?: Position | undefined;
  /** Only cases that nobody has met again since. */
  readonly unseenForMs?: number | undefined;
}

export const holdCase = (tx: EntityManager, id: string): Promise<unknown> => tx.query(HOLD, [id]);

/** The last thing its transaction does (`recordDeeds`). @returns how many were closed */
export async function closeCases(
  tx: EntityManager,
  ids: readonly string[],
  closing: Closing,
): Promise<number> {
  const { actor, action, note, position } = closing;
  await stopHolds(tx);
  const closed = action === 'refused' ? ids : await close(tx, ids, closing);
  const where = position === undefined ? null : JSON.stringify(position);
  await tx.query(RECORD, [closed, storable(actor), action, storable(note) ?? null, where]);
  const deed = { actor, action: `quarantine.${action}`, details: { note, position } } as const;
  await recordDeeds(
    tx,
    closed.map((target) => ({ ...deed, target })),
  );
  return closed.length;
}

async function close(
  tx: EntityManager,
  ids: readonly string[],
  { action, unseenForMs }: Closing,
): Promise<readonly string[]> {
  await tx.query(HOLD_ROOMS, [ids]);
  const unseenFor = unseenForMs === undefined ? null : unseenForMs / 1_000;
  const rows = await tx.query<{ id: string }[]>(CLOSE, [ids, action, unseenFor]);
  const closed = rows.map(({ id }) => id);
  await forgetSendings(tx, closed);
  return closed;
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
  const released = await tx.query<{ id: string }[]>(RELEASED, [atMost]);
  if (released.length === 0) return 0;
  const ids = released.map(({ id }) => id);
  await tx.query(HOLD_ROOMS, [ids]);
  await tx.query(LET_GO, [ids]);
  return ids.length;
}

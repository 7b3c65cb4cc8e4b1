import type { EntityManager } from 'typeorm';
import type { NewReplay, Replay, ReplayState } from '../replay/replay.js';

const COLUMNS = `
  id, topic, sandbox, wish, requested_by AS "requestedBy", state, next, ends,
  looked_at::float8 AS "lookedAt", replayed::float8 AS replayed, expired::float8 AS expired,
  created_at AS "createdAt", ended_at AS "endedAt"`;

const INSERT = `
  INSERT INTO replays (id, topic, sandbox, wish, requested_by, next, ends)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

export async function insertReplay(tx: EntityManager, replay: NewReplay): Promise<void> {
  const { id, topic, sandbox, wish, requestedBy, next, ends } = replay;
  const json = [next, ends].map((each) => JSON.stringify(each));
  await tx.query(INSERT, [id, topic, sandbox, JSON.stringify(wish), requestedBy, ...json]);
}

export async function findReplay(tx: EntityManager, id: string): Promise<Replay | undefined> {
  const [replay] = await tx.query<Replay[]>(`SELECT ${COLUMNS} FROM replays WHERE id = $1`, [id]);
  return replay;
}

const LIST = `
  SELECT ${COLUMNS} FROM replays WHERE id < $1 ORDER BY id DESC LIMIT $2`;

/** Newest first. */
export const listReplays = (
  tx: EntityManager,
  page: { readonly before?: string | undefined; readonly limit: number },
): Promise<readonly Replay[]> =>
  tx.query<Replay[]>(LIST, [page.before ?? '\u{10FFFF}', page.limit]);

export async function countRunning(tx: EntityManager): Promise<number> {
  const sql = `SELECT count(*)::int AS n FROM replays WHERE state = 'running'`;
  const [row] = await tx.query<{ n: number }[]>(sql);
  return row?.n ?? 0;
}

const HOLD = `
  SELECT ${COLUMNS} FROM replays WHERE state = 'running' AND id > $1
   ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED`;

/** The next one nobody else works on, held until the transaction ends. */
export async function holdNext(tx: EntityManager, after: string): Promise<Replay | undefined> {
  const [replay] = await tx.query<Replay[]>(HOLD, [after]);
  return replay;
}

const ADVANCE = `
  UPDATE replays
     SET next = $2, looked_at = looked_at + $3, replayed = replayed + $4, expired = expired + $5,
         state = $6, ended_at = CASE WHEN $6 = 'running' THEN NULL ELSE clock_timestamp() END
   WHERE id = $1`;

export interface ReplayStep {
  readonly next: NewReplay['next'];
  readonly lookedAt: number;
  readonly replayed: number;
  readonly expired: number;
  readonly state: ReplayState;
}

export async function advanceReplay(
  tx: EntityManager,
  id: string,
  step: ReplayStep,
): Promise<void> {
  const { next, lookedAt, replayed, expired, state } = step;
  await tx.query(ADVANCE, [id, JSON.stringify(next), lookedAt, replayed, expired, state]);
}

const CANCEL = `
  UPDATE replays SET state = 'cancelled', ended_at = clock_timestamp()
   WHERE id = $1 AND state = 'running'`;

/** @returns whether it ran until now */
export async function cancelReplay(tx: EntityManager, id: string): Promise<boolean> {
  const [, rows] = await tx.query<[unknown, number]>(CANCEL, [id]);
  return rows > 0;
}

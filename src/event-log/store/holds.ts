import type { EntityManager } from 'typeorm';

/** Nothing of the topic is thrown away while it stands. A lifted one stays known. */
export interface LegalHold {
  readonly id: string;
  readonly topic: string;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly liftedBy: string | null;
  readonly liftedAt: Date | null;
  readonly liftReason: string | null;
}

/** In SQL: whether a hold stands on this topic. */
export const isHeld = (topic: string): string =>
  `EXISTS (SELECT FROM topic_holds WHERE topic_holds.topic = ${topic} AND lifted_at IS NULL)`;

/**
 * Whoever throws something away says so first: no hold is placed or lifted until that transaction
 * ends, and each statement after this one sees every hold anybody was told of.
 */
export const stopHolds = (tx: EntityManager): Promise<unknown> =>
  tx.query('LOCK TABLE topic_holds IN SHARE MODE');

const COLUMNS = `
  id, topic, reason, placed_by AS "placedBy", placed_at AS "placedAt", lifted_by AS "liftedBy",
  lifted_at AS "liftedAt", lift_reason AS "liftReason"`;

const KNOWN = `
  SELECT EXISTS (SELECT FROM event_log_partitions WHERE topic = $1)
      OR EXISTS (SELECT FROM quarantine_topics WHERE topic = $1) AS known`;

export async function isKnownTopic(tx: EntityManager, topic: string): Promise<boolean> {
  const [row] = await tx.query<{ known: boolean }[]>(KNOWN, [topic]);
  return row?.known === true;
}

const INSERT = `
  INSERT INTO topic_holds (id, topic, reason, placed_by) VALUES ($1, $2, $3, $4)`;

export const insertHold = (
  tx: EntityManager,
  { id, topic, reason, placedBy }: Pick<LegalHold, 'id' | 'topic' | 'reason' | 'placedBy'>,
): Promise<unknown> => tx.query(INSERT, [id, topic, reason, placedBy]);

const LIFT = `
  UPDATE topic_holds SET lifted_by = $2, lifted_at = clock_timestamp(), lift_reason = $3
   WHERE id = $1 AND lifted_at IS NULL`;

/** @returns whether it stood until now */
export async function liftHold(
  tx: EntityManager,
  { id, by, reason }: { readonly id: string; readonly by: string; readonly reason: string },
): Promise<boolean> {
  const [, rows] = await tx.query<[unknown, number]>(LIFT, [id, by, reason]);
  return rows > 0;
}

export async function findHold(tx: EntityManager, id: string): Promise<LegalHold | undefined> {
  const sql = `SELECT ${COLUMNS} FROM topic_holds WHERE id = $1`;
  const [hold] = await tx.query<LegalHold[]>(sql, [id]);
  return hold;
}

export interface HoldFilter {
  readonly topic?: string | undefined;
  readonly state?: 'standing' | 'lifted' | undefined;
}

const LIST = `
  SELECT ${COLUMNS} FROM topic_holds
   WHERE ($1::text IS NULL OR topic = $1)
     AND ($2::text IS NULL OR (lifted_at IS NULL) = ($2 = 'standing'))
     AND ($3::text IS NULL OR id < $3)
   ORDER BY id DESC LIMIT $4`;

/** Newest first; `before` is the id the previous page ended with. */
export const listHolds = (
  tx: EntityManager,
  { topic, state }: HoldFilter,
  { before, limit }: { readonly before?: string | undefined; readonly limit: number },
): Promise<readonly LegalHold[]> =>
  tx.query<LegalHold[]>(LIST, [topic ?? null, state ?? null, before ?? null, limit]);

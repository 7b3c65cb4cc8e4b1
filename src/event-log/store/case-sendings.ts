import type { EntityManager } from 'typeorm';
import { invariant } from '#kernel';
import { type AnsweredEvent, findAnsweredEvents } from './answered-events.js';

/** A case whose event is on its way once more, and what is known of the times before. */
export interface CaseSending {
  readonly request: string;
  /** Of this time: whoever sends it after us has another. */
  readonly claim: string;
  readonly done: ReadonlyMap<number, AnsweredEvent>;
  /** A gateway was at it and is gone. */
  readonly isUnsure: boolean;
}

const BEGIN = `
  WITH earlier AS (SELECT FROM case_sendings WHERE case_id = $1 AND is_under_way)
  INSERT INTO case_sendings AS held (case_id, is_under_way) VALUES ($1, true)
  ON CONFLICT (case_id) DO UPDATE SET is_under_way = true, claim = gen_random_uuid()
  RETURNING request, claim, EXISTS (SELECT FROM earlier) AS "isUnsure"`;
const PAUSE = `UPDATE case_sendings SET is_under_way = false WHERE case_id = $1`;
const FORGET = `DELETE FROM case_sendings WHERE case_id = ANY ($1::text[])`;

/** Committed before the event leaves: its request stays the same until the case is closed. */
export async function beginSending(tx: EntityManager, caseId: string): Promise<CaseSending> {
  const [made] = await tx.query<Omit<CaseSending, 'done'>[]>(BEGIN, [caseId]);
  invariant(made, 'what is inserted or updated is returned');
  return { ...made, done: await findAnsweredEvents(tx, made.request) };
}

/** Whoever was at it knows what became of it, and the case stays open. */
export const pauseSending = (tx: EntityManager, caseId: string): Promise<unknown> =>
  tx.query(PAUSE, [caseId]);

export const forgetSendings = (tx: EntityManager, caseIds: readonly string[]): Promise<unknown> =>
  tx.query(FORGET, [caseIds]);

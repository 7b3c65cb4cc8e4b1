import type { EntityManager } from 'typeorm';
import { type Admission, type Candidate } from '../admitted.js';
import type { NewEvent, Position } from '../logged-event.js';
import { numbers, texts } from './columns.js';

/** What became of one event of a named request. */
export interface AnsweredEvent {
  readonly fate: 'accepted' | 'merged' | 'superseded';
  readonly position: Position | undefined;
  readonly contract: { readonly id: string; readonly version: number } | undefined;
}

type Answered = Pick<AnsweredEvent, 'fate' | 'position'> & { readonly event: NewEvent };

/** Of a request whose claim was given back: nobody else has it yet. */
export const LET_GO_CLAIM = '00000000-0000-0000-0000-000000000000';

/**
 * A row that is there already fails the transaction: another gateway took the request over. So does a claim that is
 * not the last one, for who has it now may have answered otherwise; until COMMIT nobody takes what is claimed.
 */
const INSERT = `
  WITH held AS (
    SELECT request FROM answered_requests
     WHERE request = ANY ($1::uuid[]) AND (claim = ANY ($9::uuid[]) OR claim = '${LET_GO_CLAIM}') FOR SHARE),
  sending AS (
    SELECT request FROM case_sendings
     WHERE request = ANY ($1::uuid[]) AND claim = ANY ($9::uuid[]) FOR SHARE)
  INSERT INTO answered_events (request, n, fate, topic, partition, log_offset, contract_id,
                               contract_version)
  SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::int[], $6::bigint[],
                       $7::text[], $8::int[]) AS told (request)
   WHERE request IN (SELECT request FROM held UNION ALL SELECT request FROM sending)
  RETURNING 1`;

const FIND = `
  SELECT n, fate, topic, partition, log_offset::float8 AS "offset", contract_id AS "contractId",
         contract_version AS "contractVersion"
    FROM answered_events WHERE request = $1`;

/** Commits with the events, or not at all; nothing is asked where no request has a name. */
export async function insertAnsweredEvents(
  tx: EntityManager,
  answered: readonly Answered[],
): Promise<void> {
  const named = answered.filter(({ event }) => event.named);
  if (named.length === 0) return;
  const stored = await tx.query<unknown[]>(INSERT, [
    texts(named.map(({ event }) => event.named?.request)),
    numbers(named.map(({ event }) => event.named?.n)),
    texts(named.map(({ fate }) => fate)),
    texts(named.map(({ event }) => event.topic)),
    numbers(named.map(({ event }) => event.partition)),
    numbers(named.map(({ position }) => position?.offset)),
    texts(named.map(({ event }) => event.contract?.id)),
    numbers(named.map(({ event }) => event.contract?.version)),
    texts(named.map(({ event }) => event.named?.claim)),
  ]);
  if (stored.length < named.length) throw new TakenOver();
}

/** Its code is one of those after which everybody else of the transaction is tried again. */
class TakenOver extends Error {
  override readonly name = 'TakenOver';
  readonly code = '23000';
}

/** What of an admission is an answer for good: what waits or was refused is judged anew. */
export const answersOf = (
  candidates: readonly Candidate<unknown>[],
  admissions: readonly Admission<unknown>[],
): readonly Answered[] =>
  candidates.flatMap(({ event }, i): Answered[] => {
    const admission = admissions[i];
    if (admission?.fate === 'superseded')
      return [{ event, fate: 'superseded', position: undefined }];
    if (admission?.fate !== 'appended') return [];
    const { position, isMerged } = admission;
    return [{ event, fate: isMerged ? 'merged' : 'accepted', position }];
  });

interface Row {
  readonly n: number;
  readonly fate: AnsweredEvent['fate'];
  readonly topic: string;
  readonly partition: number;
  readonly offset: number | null;
  readonly contractId: string | null;
  readonly contractVersion: number | null;
}

/** By their places in the request. */
export async function findAnsweredEvents(
  tx: EntityManager,
  request: string,
): Promise<ReadonlyMap<number, AnsweredEvent>> {
  const rows = await tx.query<Row[]>(FIND, [request]);
  return new Map(
    rows.map(({ n, fate, topic, partition, offset, contractId: id, contractVersion: version }) => {
      const position = offset === null ? undefined : { topic, partition, offset };
      const contract = id === null || version === null ? undefined : { id, version };
      return [n, { fate, position, contract }];
    }),
  );
}

/** Whether a transaction failed because the request it worked for was taken over. */
export function wasTakenOver(error: unknown): boolean {
  if (error instanceof TakenOver) return true;
  if (!(error instanceof Error)) return false;
  const { constraint, driverError } = error as { constraint?: unknown; driverError?: unknown };
  return constraint === 'answered_events_pkey' || wasTakenOver(driverError);
}

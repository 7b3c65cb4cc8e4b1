import type { EntityManager } from 'typeorm';
import type { EventLink } from '../causality/event-link.js';
import { numbers, storable, texts } from './columns.js';
import { indexable } from './indexable.js';

/** An event that was kept for a person or waited may leave later; a retry changes nothing. */
const ADD = `
  INSERT INTO event_links AS held
         (id, source, correlation_id, causation_id, contract_id, contract_version, fate, topic,
          partition, log_offset, happened_at, judged_at)
  SELECT DISTINCT ON (id, source)
         id, source, correlation_id, causation_id, contract_id, contract_version, fate, topic,
         partition, log_offset, to_timestamp(happened_ms / 1000), to_timestamp(judged_ms / 1000)
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::text[],
                $8::text[], $9::int[], $10::bigint[], $11::float8[], $12::float8[])
           WITH ORDINALITY
      AS new (id, source, correlation_id, causation_id, contract_id, contract_version, fate, topic,
              partition, log_offset, happened_ms, judged_ms, n)
   ORDER BY id, source, fate IN ('quarantined', 'held'), n
  ON CONFLICT (id, source) DO UPDATE
     SET contract_id = excluded.contract_id, contract_version = excluded.contract_version,
         fate = excluded.fate, topic = excluded.topic, partition = excluded.partition,
         log_offset = excluded.log_offset, judged_at = excluded.judged_at
   WHERE held.fate IN ('quarantined', 'held')`;

const COLUMNS = `id, source, correlation_id AS "correlationId", causation_id AS "causationId",
  contract_id AS "contractId", contract_version AS "contractVersion", fate, topic, partition,
  log_offset::float8 AS "offset", happened_at AS "happenedAt", judged_at AS "judgedAt"`;

const NAMED = `SELECT ${COLUMNS} FROM event_links
  WHERE id = $1 AND ($2::text IS NULL OR source = $2) ORDER BY judged_at LIMIT $3`;

/**
 * Along one direction, nearest first. Rows are taken as they are found, so that a wide tree costs
 * no more than what is shown of it; events that cause each other in a circle come once.
 */
const along = (first: string, next: string): string => `
  WITH RECURSIVE around AS (
    ${first}
     UNION ALL
    SELECT next.* FROM around JOIN event_links AS next ON ${next}
  ) CYCLE id, source SET is_again USING path
  SELECT ${COLUMNS} FROM around WHERE NOT is_again AND id <> $1 LIMIT $3`;
const CAUSES = along(
  `SELECT cause.* FROM event_links AS named JOIN event_links AS cause ON cause.id = named.causation_id
    WHERE named.id = $1 AND ($2::text IS NULL OR named.source = $2)`,
  'next.id = around.causation_id',
);
/** An effect names its cause by its id alone. */
const EFFECTS = along(
  `SELECT * FROM event_links WHERE causation_id = $1 AND ($2::text IS NULL OR true)`,
  'next.causation_id = around.id',
);

const CORRELATED = `SELECT ${COLUMNS} FROM event_links
  WHERE correlation_id = $1 ORDER BY judged_at LIMIT $2`;

const RECENT = `SELECT ${COLUMNS} FROM event_links
  WHERE contract_id = $1 ORDER BY judged_at DESC LIMIT $2`;

const FORGET = `
  DELETE FROM event_links WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM event_links WHERE judged_at < now() - make_interval(days => $1) LIMIT $2))`;

interface Row extends Pick<EventLink, 'id' | 'source' | 'fate' | 'judgedAt'> {
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly contractId: string;
  readonly contractVersion: number;
  readonly topic: string | null;
  readonly partition: number | null;
  readonly offset: number | null;
  readonly happenedAt: Date | null;
}

export interface NamedEvent {
  readonly id: string;
  readonly source?: string | undefined;
}

export async function addLinks(tx: EntityManager, links: readonly EventLink[]): Promise<void> {
  await tx.query(ADD, [
    texts(links.map(({ id }) => indexable(id))),
    texts(links.map(({ source }) => indexable(source))),
    texts(links.map(({ correlationId }) => maybe(correlationId))),
    texts(links.map(({ causationId }) => maybe(causationId))),
    texts(links.map(({ contract }) => contract.id)),
    numbers(links.map(({ contract }) => contract.version)),
    texts(links.map(({ fate }) => fate)),
    texts(links.map(({ position }) => position?.topic)),
    numbers(links.map(({ position }) => position?.partition)),
    numbers(links.map(({ position }) => position?.offset)),
    numbers(links.map(({ happenedAt }) => happenedAt?.getTime())),
    numbers(links.map(({ judgedAt }) => judgedAt.getTime())),
  ]);
}

const maybe = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : indexable(text);

const asked = (
  tx: EntityManager,
  { id, source }: NamedEvent,
  most: number,
): ((text: string) => Promise<readonly EventLink[]>) => {
  const named = [indexable(id), source === undefined ? null : indexable(source), most];
  return async (text) => (await tx.query<Row[]>(text, named)).map(linkOf);
};

/** The events of that id, what led to them and what came of them, `most` of each. */
export async function linksAround(tx: EntityManager, event: NamedEvent, most: number) {
  const read = asked(tx, event, most);
  const [events, causes, effects] = [await read(NAMED), await read(CAUSES), await read(EFFECTS)];
  return { events, causes, effects };
}

export async function linksOfCorrelation(tx: EntityManager, id: string, most: number) {
  return (await tx.query<Row[]>(CORRELATED, [indexable(id), most])).map(linkOf);
}

export async function recentLinks(tx: EntityManager, contractId: string, most: number) {
  return (await tx.query<Row[]>(RECENT, [storable(contractId), most])).map(linkOf);
}

/** @returns how many went; fewer than `most` means that none is left */
export async function forgetLinks(tx: EntityManager, days: number, most: number): Promise<number> {
  const [, gone] = await tx.query<[unknown, number]>(FORGET, [days, most]);
  return gone;
}

const linkOf = (row: Row): EventLink => ({
  ...{ id: row.id, source: row.source, fate: row.fate, judgedAt: row.judgedAt },
  ...(row.correlationId !== null && { correlationId: row.correlationId }),
  ...(row.causationId !== null && { causationId: row.causationId }),
  contract: { id: row.contractId, version: row.contractVersion },
  ...(row.topic !== null &&
    row.partition !== null &&
    row.offset !== null && {
      position: { topic: row.topic, partition: row.partition, offset: row.offset },
    }),
  ...(row.happenedAt !== null && { happenedAt: row.happenedAt }),
});

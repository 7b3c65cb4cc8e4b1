import type { EntityManager } from 'typeorm';
import { invariant } from '#kernel';
import type { NewEvent, Position } from '../logged-event.js';
import { blobOf, numbers, placeColumns, storable, texts } from './columns.js';
import { headersToJson } from './headers.js';

/**
 * One statement, hence one round trip and, outside a transaction, one commit.
 *
 * `moved` takes the counter rows, always in the same order so that two writers cannot wait for
 * each other in a circle, and moves them on. `held` is read when all of them are locked, so time
 * rises with the offset. Events name their counter by its place in the list and their offset by
 * how many events of the batch come after them in that partition.
 */
const APPEND = `
  WITH moved AS (
    INSERT INTO event_log_partitions AS held (topic, partition, next_offset)
    SELECT topic, partition, events
      FROM unnest($1::text[], $2::int[], $3::bigint[]) AS wanted (topic, partition, events)
     ORDER BY topic COLLATE "C", partition
    ON CONFLICT (topic, partition)
    DO UPDATE SET next_offset = held.next_offset + excluded.next_offset
    RETURNING id, topic, partition, next_offset),
  held AS MATERIALIZED (SELECT count(*), clock_timestamp() AS at FROM moved),
  counters AS (
    SELECT wanted.n, moved.id, moved.next_offset
      FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS wanted (topic, partition, n)
      JOIN moved USING (topic, partition)),
  appended AS (
    INSERT INTO event_log (partition_id, log_offset, logged_at, key, value, headers,
                           contract_id, contract_version, schema_id, event_id, source)
    SELECT counters.id, counters.next_offset - new.before_end, held.at,
           substring($4::bytea FROM key_at FOR key_bytes),
           substring($4::bytea FROM value_at FOR value_bytes),
           headers, contract_id, contract_version, schema_id, event_id, source
      FROM unnest($5::bigint[], $6::bigint[], $7::int[], $8::int[], $9::int[], $10::int[],
                  $11::json[], $12::text[], $13::int[], $14::int[], $15::text[], $16::text[])
             AS new (n, before_end, key_at, key_bytes, value_at, value_bytes,
                     headers, contract_id, contract_version, schema_id, event_id, source)
      JOIN counters USING (n) CROSS JOIN held)
  SELECT n::int, next_offset AS "nextOffset" FROM counters`;

interface Counter {
  readonly topic: string;
  readonly partition: number;
  /** Its place in the list, counted from 1. */
  readonly n: number;
  events: number;
}

/**
 * Appends within the caller's transaction, so that whatever else must be true of the events
 * (dedup rows, guards) commits with them; or, given none, in one of its own.
 */
export async function appendEvents(
  tx: EntityManager,
  events: readonly NewEvent[],
): Promise<readonly Position[]> {
  const counters = new Map<string, Counter>();
  const places = events.map((event) => countIn(counters, event));
  const all = [...counters.values()];
  const blob = blobOf(events);
  const rows = await tx.query<{ n: number; nextOffset: string }[]>(APPEND, [
    texts(all.map(({ topic }) => topic)),
    numbers(all.map(({ partition }) => partition)),
    numbers(all.map(({ events: count }) => count)),
    blob.bytes,
    numbers(places.map(({ counter }) => counter.n)),
    numbers(places.map(({ counter, nth }) => counter.events - nth)),
    ...placeColumns(blob),
    texts(events.map(({ headers }) => headersToJson(headers))),
    texts(events.map(({ contract }) => contract?.id)),
    numbers(events.map(({ contract }) => contract?.version)),
    numbers(events.map(({ schemaId }) => schemaId)),
    texts(events.map(({ eventId }) => storable(eventId))),
    texts(events.map(({ source }) => storable(source))),
  ]);
  const ends = new Map(rows.map(({ n, nextOffset }) => [n, Number(nextOffset)]));
  return places.map(({ counter, nth }) => {
    const end = ends.get(counter.n);
    invariant(end !== undefined, 'every topic-partition of the batch has its counter row');
    const { topic, partition } = counter;
    return { topic, partition, offset: end - counter.events + nth };
  });
}

/** Which counter an event takes, and how many of the batch took it before. */
function countIn(
  counters: Map<string, Counter>,
  { topic, partition }: NewEvent,
): { counter: Counter; nth: number } {
  const key = `${partition} ${topic}`;
  let counter = counters.get(key);
  if (!counter)
    counters.set(key, (counter = { topic, partition, n: counters.size + 1, events: 0 }));
  return { counter, nth: counter.events++ };
}

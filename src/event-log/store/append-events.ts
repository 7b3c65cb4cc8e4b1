import type { EntityManager } from 'typeorm';
import { invariant } from '#kernel';
import { digestOf, type StoredEvent } from '../chain/digest-of.js';
import { batchDigest, DIGEST_BYTES } from '../chain/seal.js';
import type { NewEvent, Position } from '../logged-event.js';
import { blobOf, numbers, placeColumns, storable, texts } from './columns.js';
import { headersToJson } from './headers.js';

/**
 * One statement, hence one round trip and, outside a transaction, one commit.
 *
 * `moved` takes the counter rows, always in the same order so that two writers cannot wait for
 * each other in a circle, moves them on and seals the batch onto what came before (`chain/seal.ts`).
 * Time never goes back in a partition, whatever the clock does. Events name their counter by its
 * place in the list and their offset by how many events of the batch come after them there.
 */
const APPEND = `
  WITH moved AS (
    INSERT INTO event_log_partitions AS held
           (topic, partition, next_offset, last_at, last_batch, last_seal)
    SELECT topic, partition, events, now.at, batch, sha256(timestamptz_send(now.at) || batch)
      FROM (SELECT clock_timestamp() AS at) AS now,
           unnest($1::text[], $2::int[], $3::bigint[], $17::text[])
             AS wanted (topic, partition, events, digested),
           decode(digested, 'hex') AS batch
     ORDER BY topic COLLATE "C", partition
    ON CONFLICT (topic, partition)
    DO UPDATE SET next_offset = held.next_offset + excluded.next_offset,
                  last_at = greatest(held.last_at, excluded.last_at),
                  last_batch = excluded.last_batch,
                  last_seal = sha256(held.last_seal
                                     || timestamptz_send(greatest(held.last_at, excluded.last_at))
                                     || excluded.last_batch)
    RETURNING id, topic, partition, next_offset, last_at, last_seal),
  counters AS (
    SELECT wanted.n, moved.*
      FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS wanted (topic, partition, n)
      JOIN moved USING (topic, partition)),
  appended AS (
    INSERT INTO event_log (partition_id, log_offset, logged_at, key, value, headers,
                           contract_id, contract_version, schema_id, event_id, source,
                           digest, seal)
    SELECT counters.id, counters.next_offset - new.before_end, counters.last_at,
           substring($4::bytea FROM key_at FOR key_bytes),
           substring($4::bytea FROM value_at FOR value_bytes),
           headers, contract_id, contract_version, schema_id, event_id, source,
           substring($18::bytea FROM (${DIGEST_BYTES} * (nth - 1) + 1)::int FOR ${DIGEST_BYTES}),
           CASE WHEN new.before_end = 1 THEN counters.last_seal END
      FROM unnest($5::bigint[], $6::bigint[], $7::int[], $8::int[], $9::int[], $10::int[],
                  $11::json[], $12::text[], $13::int[], $14::int[], $15::text[], $16::text[])
             WITH ORDINALITY
             AS new (n, before_end, key_at, key_bytes, value_at, value_bytes,
                     headers, contract_id, contract_version, schema_id, event_id, source, nth)
      JOIN counters USING (n))
  SELECT n::int, next_offset AS "nextOffset" FROM counters`;

interface Counter {
  readonly topic: string;
  readonly partition: number;
  /** Its place in the list, counted from 1. */
  readonly n: number;
  events: number;
  /** Of its events, in order. */
  readonly digests: Buffer[];
}

/**
 * Appends within the caller's transaction, so that whatever else must be true of the events
 * (dedup rows, guards) commits with them; or, given none, in one of its own.
 */
export async function appendEvents(
  tx: EntityManager,
  events: readonly NewEvent[],
): Promise<readonly Position[]> {
  const stored = events.map(asStored);
  const digests = stored.map(digestOf);
  const counters = new Map<string, Counter>();
  const places = events.map((event, i) => countIn(counters, event, digests[i]));
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
    texts(stored.map(({ headers }) => headers)),
    texts(stored.map(({ contractId }) => contractId)),
    numbers(stored.map(({ contractVersion }) => contractVersion)),
    numbers(stored.map(({ schemaId }) => schemaId)),
    texts(stored.map(({ eventId }) => eventId)),
    texts(stored.map(({ source }) => source)),
    texts(all.map((counter) => batchDigest(counter.digests).toString('hex'))),
    Buffer.concat(digests),
  ]);
  const ends = new Map(rows.map(({ n, nextOffset }) => [n, Number(nextOffset)]));
  return places.map(({ counter, nth }) => {
    const end = ends.get(counter.n);
    invariant(end !== undefined, 'every topic-partition of the batch has its counter row');
    const { topic, partition } = counter;
    return { topic, partition, offset: end - counter.events + nth };
  });
}

/** The columns of an event as PostgreSQL will give them back: what its digest is taken of. */
const asStored = (event: NewEvent): StoredEvent => ({
  key: event.key,
  value: event.value,
  headers: headersToJson(event.headers),
  contractId: event.contract?.id ?? null,
  contractVersion: event.contract?.version ?? null,
  schemaId: event.schemaId ?? null,
  eventId: storable(event.eventId) ?? null,
  source: storable(event.source) ?? null,
});

/** Which counter an event takes, and how many of the batch took it before. */
function countIn(
  counters: Map<string, Counter>,
  { topic, partition }: NewEvent,
  digest: Buffer | undefined,
): { counter: Counter; nth: number } {
  invariant(digest, 'every event has its digest');
  const key = `${partition} ${topic}`;
  let counter = counters.get(key);
  if (!counter) {
    counter = { topic, partition, n: counters.size + 1, events: 0, digests: [] };
    counters.set(key, counter);
  }
  counter.digests.push(digest);
  return { counter, nth: counter.events++ };
}

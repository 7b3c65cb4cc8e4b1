import type { EntityManager } from 'typeorm';
import { invariant } from '#kernel';
import type { NewEvent, Position } from '../logged-event.js';
import { blobOf, numbers, placeColumns, storable, texts } from './columns.js';
import { headersToJson } from './headers.js';

/**
 * Takes the counter rows, always in the same order so that two writers cannot wait for each other
 * in a circle, and moves them on. Their locks last until the transaction ends.
 */
const MOVE_COUNTERS = `
  INSERT INTO event_log_partitions AS held (topic, partition, next_offset)
  SELECT topic, partition, events
    FROM unnest($1::text[], $2::int[], $3::bigint[]) AS wanted (topic, partition, events)
   ORDER BY topic COLLATE "C", partition
  ON CONFLICT (topic, partition)
  DO UPDATE SET next_offset = held.next_offset + excluded.next_offset
  RETURNING id, topic, partition, next_offset AS "nextOffset"`;

/** `statement_timestamp()` is read after the locks are held, so time rises with the offset. */
const INSERT_EVENTS = `
  INSERT INTO event_log (partition_id, log_offset, logged_at, key, value, headers,
                         contract_id, contract_version, schema_id, event_id, source)
  SELECT partition_id, log_offset, statement_timestamp(),
         substring($1::bytea FROM key_at FOR key_bytes),
         substring($1::bytea FROM value_at FOR value_bytes),
         headers, contract_id, contract_version, schema_id, event_id, source
    FROM unnest($2::bigint[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::int[],
                $8::json[], $9::text[], $10::int[], $11::int[], $12::text[], $13::text[])
      AS new (partition_id, log_offset, key_at, key_bytes, value_at, value_bytes,
              headers, contract_id, contract_version, schema_id, event_id, source)`;

interface Counter {
  readonly id: number;
  /** The next offset to hand out. */
  next: number;
}

/**
 * Appends within the caller's transaction, so that whatever else must be true of the events
 * (dedup rows, guards) commits with them.
 */
export async function appendEvents(
  tx: EntityManager,
  events: readonly NewEvent[],
): Promise<readonly Position[]> {
  const counters = await moveCounters(tx, events);
  const ids: number[] = [];
  const positions = events.map(({ topic, partition }) => {
    const counter = counters.get(`${partition} ${topic}`);
    invariant(counter, 'every topic-partition of the batch has its counter row');
    ids.push(counter.id);
    return { topic, partition, offset: counter.next++ };
  });
  const blob = blobOf(events);
  await tx.query(INSERT_EVENTS, [
    blob.bytes,
    numbers(ids),
    numbers(positions.map(({ offset }) => offset)),
    ...placeColumns(blob),
    texts(events.map(({ headers }) => headersToJson(headers))),
    texts(events.map(({ contract }) => contract?.id)),
    numbers(events.map(({ contract }) => contract?.version)),
    numbers(events.map(({ schemaId }) => schemaId)),
    texts(events.map(({ eventId }) => storable(eventId))),
    texts(events.map(({ source }) => storable(source))),
  ]);
  return positions;
}

async function moveCounters(
  tx: EntityManager,
  events: readonly NewEvent[],
): Promise<ReadonlyMap<string, Counter>> {
  const wanted = new Map<string, { topic: string; partition: number; events: number }>();
  for (const { topic, partition } of events) {
    const known = wanted.get(`${partition} ${topic}`);
    if (known) known.events++;
    else wanted.set(`${partition} ${topic}`, { topic, partition, events: 1 });
  }
  const rows = [...wanted.values()];
  const moved = await tx.query<
    { id: string; topic: string; partition: number; nextOffset: string }[]
  >(MOVE_COUNTERS, [
    texts(rows.map(({ topic }) => topic)),
    numbers(rows.map(({ partition }) => partition)),
    numbers(rows.map(({ events: count }) => count)),
  ]);
  return new Map(
    moved.map(({ id, topic, partition, nextOffset }) => {
      const key = `${partition} ${topic}`;
      const next = Number(nextOffset) - (wanted.get(key)?.events ?? 0);
      return [key, { id: Number(id), next }];
    }),
  );
}

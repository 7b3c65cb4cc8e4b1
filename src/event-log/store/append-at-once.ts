import { invariant } from '#kernel';
import { digestOf } from '../chain/digest-of.js';
import { DIGEST_BYTES } from '../chain/seal.js';
import type { NewEvent, Position } from '../logged-event.js';
import { asStored } from './as-stored.js';
import { blobOf, numbers, placeColumns, texts } from './columns.js';
import { MOVE, Shares } from './counters.js';
import type { Statement } from './query-together.js';

/** Counters moved and rows inserted by one statement; `behind` counts from the end of a share. */
const APPEND = `
  WITH moved AS (${MOVE}
    RETURNING topic, partition, id, next_offset, last_at, last_seal
  ), appended AS (
    INSERT INTO event_log (partition_id, log_offset, logged_at, key, value, headers, contract_id,
                           contract_version, schema_id, event_id, source, digest, seal)
    SELECT id, next_offset - behind, last_at,
           substring($5::bytea FROM key_at FOR key_bytes),
           substring($5::bytea FROM value_at FOR value_bytes), headers, contract_id,
           contract_version, schema_id, event_id, source,
           substring($6::bytea FROM digest_at FOR ${DIGEST_BYTES}),
           CASE WHEN behind = 1 THEN last_seal END
      FROM unnest($7::text[], $8::int[], $9::bigint[], $10::int[], $11::int[], $12::int[],
                  $13::int[], $14::int[], $15::json[], $16::text[], $17::int[], $18::int[],
                  $19::text[], $20::text[])
             AS new (topic, partition, behind, digest_at, key_at, key_bytes, value_at, value_bytes,
                     headers, contract_id, contract_version, schema_id, event_id, source)
      JOIN moved USING (topic, partition)
  )
  SELECT topic, partition, next_offset::float8 AS end FROM moved`;

interface Moved {
  readonly topic: string;
  readonly partition: number;
  readonly end: number;
}

/** Events on their way into the log by a single statement, which is a transaction of its own. */
export interface AppendingAtOnce {
  readonly statement: Statement<Moved>;
  /** @returns positions in the order of the events */
  readonly place: (moved: readonly Moved[]) => readonly Position[];
}

export function eventsToAppendAtOnce(events: readonly NewEvent[]): AppendingAtOnce {
  const shares = new Shares(events);
  const rows = events.map(asStored);
  const digests = rows.map(digestOf);
  const behind = shares.ofEvents.map((share, i) => {
    share.digests.push(digests[i] ?? NO_DIGEST);
    return share.events - share.digests.length + 1;
  });
  const blob = blobOf(rows);
  const values = [
    ...shares.moveValues(),
    blob.bytes,
    Buffer.concat(digests),
    texts(events.map(({ topic }) => topic)),
    numbers(events.map(({ partition }) => partition)),
    numbers(behind),
    numbers(events.map((_, i) => i * DIGEST_BYTES + 1)),
    ...placeColumns(blob),
    texts(rows.map(({ headers }) => headers)),
    texts(rows.map(({ contractId }) => contractId)),
    numbers(rows.map(({ contractVersion }) => contractVersion)),
    numbers(rows.map(({ schemaId }) => schemaId)),
    texts(rows.map(({ eventId }) => eventId)),
    texts(rows.map(({ source }) => source)),
  ];
  return {
    statement: { text: APPEND, values },
    place: (moved) => {
      invariant(moved.length === shares.all.length, 'every topic-partition has its counter row');
      for (const { end, ...place } of moved) {
        const share = shares.of(place);
        invariant(share, 'no other counter is moved than those of the batch');
        share.nextOffset = end - share.events;
      }
      return shares.positions();
    },
  };
}
const NO_DIGEST = Buffer.alloc(0);

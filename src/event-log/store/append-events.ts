import type { EntityManager } from 'typeorm';
import { invariant } from '#kernel';
import { digestOf, type StoredEvent } from '../chain/digest-of.js';
import { batchDigest, DIGEST_BYTES } from '../chain/seal.js';
import type { NewEvent, Position } from '../logged-event.js';
import { numbers, storable, texts } from './columns.js';
import { copyIn } from './copy-in.js';
import { CopyRows, type Table } from './copy-rows.js';
import { headersToJson } from './headers.js';
import { queryTogether, type Statement } from './query-together.js';

/**
 * Takes the counter rows, always in the same order so that two writers cannot wait for each other in a
 * circle, moves them on and seals the batch onto what came before (`chain/seal.ts`). Time never goes
 * back in a partition, whatever the clock does. Numbers are answered as COPY takes them.
 */
const MOVE = `
  INSERT INTO event_log_partitions AS held
         (topic, partition, next_offset, last_at, last_batch, last_seal)
  SELECT topic, partition, events, now.at, batch, sha256(timestamptz_send(now.at) || batch)
    FROM (SELECT clock_timestamp() AS at) AS now,
         unnest($1::text[], $2::int[], $3::bigint[], $4::text[])
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
  RETURNING topic, partition, int8send(id) AS id, next_offset::float8 AS end,
            timestamptz_send(last_at) AS at, last_seal AS seal`;

interface Moved {
  readonly topic: string;
  readonly partition: number;
  readonly id: Buffer;
  readonly end: number;
  readonly at: Buffer;
  readonly seal: Buffer;
}

const LOG: Table = {
  name: 'event_log',
  columns: [
    ...['partition_id', 'log_offset', 'logged_at', 'key', 'value', 'headers'],
    ...['contract_id', 'contract_version', 'schema_id', 'event_id', 'source', 'digest', 'seal'],
  ],
};
/** What the row of an event takes besides its key and value, roughly. */
const ROW_BYTES = 400;
/** In a row, behind the length of each: what is known only when the counter is moved. */
const [ID_AT, OFFSET_AT, TIME_AT] = [4, 16, 28] as const;

/** The events of a batch that go to one topic-partition. */
interface Share {
  readonly topic: string;
  readonly partition: number;
  events: number;
  /** Of its events, in order. */
  readonly digests: Buffer[];
  /** Where the rows of its events begin; and where the seal of its last one does. */
  readonly rows: number[];
  sealAt: number;
  nextOffset: number;
}

/** Events on their way into the log: all is ready before their counters are locked. */
export interface Appending {
  readonly move: Statement<Moved>;
  readonly place: (moved: readonly Moved[]) => Placed;
}

export interface Placed {
  /** In the order of the events. */
  readonly positions: readonly Position[];
  readonly rows: CopyRows;
}

export function eventsToAppend(events: readonly NewEvent[]): Appending {
  const byPlace = new Map<string, Share>();
  const shares = events.map((event) => shareIn(byPlace, event));
  const rows = new CopyRows(LOG, events.length * ROW_BYTES + bytesOf(events));
  for (const [i, event] of events.entries()) writeEvent(rows, event, shares[i]);
  const all = [...byPlace.values()];
  const values = [
    texts(all.map(({ topic }) => topic)),
    numbers(all.map(({ partition }) => partition)),
    numbers(all.map((share) => share.events)),
    texts(all.map(({ digests }) => batchDigest(digests).toString('hex'))),
  ];
  return {
    move: { text: MOVE, values },
    place: (moved) => {
      invariant(moved.length === all.length, 'every topic-partition has its counter row');
      for (const each of moved) settle(rows, each, byPlace.get(placeOf(each)));
      const positions = shares.map((share) => {
        const { topic, partition } = share;
        return { topic, partition, offset: share.nextOffset++ };
      });
      return { positions, rows };
    },
  };
}

/** Within the caller's transaction, so that whatever else must be true of the events commits with them. */
export async function appendEvents(
  tx: EntityManager,
  events: readonly NewEvent[],
): Promise<readonly Position[]> {
  const { move, place } = eventsToAppend(events);
  const [moved] = await queryTogether(tx, [move]);
  const { positions, rows } = place(moved);
  await copyIn(tx, [rows]);
  return positions;
}

const placeOf = ({ topic, partition }: Pick<Position, 'topic' | 'partition'>): string =>
  `${partition} ${topic}`;

function shareIn(shares: Map<string, Share>, event: NewEvent): Share {
  const place = placeOf(event);
  let share = shares.get(place);
  if (!share) {
    const { topic, partition } = event;
    share = { topic, partition, events: 0, digests: [], rows: [], sealAt: 0, nextOffset: 0 };
    shares.set(place, share);
  }
  share.events++;
  return share;
}

const bytesOf = (events: readonly NewEvent[]): number =>
  events.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);

function writeEvent(rows: CopyRows, event: NewEvent, share: Share | undefined): void {
  invariant(share, 'every event goes to some partition');
  const stored = asStored(event);
  const digest = digestOf(stored);
  share.digests.push(digest);
  share.rows.push(rows.row());
  for (const _known of [ID_AT, OFFSET_AT, TIME_AT]) rows.bigint(0);
  rows.bytes(stored.key);
  rows.bytes(stored.value);
  rows.text(stored.headers);
  rows.text(stored.contractId);
  rows.integer(stored.contractVersion);
  rows.integer(stored.schemaId);
  rows.text(stored.eventId);
  rows.text(stored.source);
  rows.bytes(digest);
  if (share.digests.length < share.events) rows.bytes(null);
  else share.sealAt = rows.bytes(NO_SEAL);
}
const NO_SEAL = Buffer.alloc(DIGEST_BYTES);

function settle(rows: CopyRows, { id, end, at, seal }: Moved, share: Share | undefined): void {
  invariant(share, 'no other counter is moved than those of the batch');
  share.nextOffset = end - share.events;
  for (const [nth, row] of share.rows.entries()) {
    rows.overwrite(row + ID_AT, id);
    rows.overwriteBigint(row + OFFSET_AT, share.nextOffset + nth);
    rows.overwrite(row + TIME_AT, at);
  }
  rows.overwrite(share.sealAt, seal);
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

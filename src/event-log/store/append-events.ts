import type { EntityManager } from 'typeorm';
import { invariant } from '#kernel';
import { digestOf } from '../chain/digest-of.js';
import { DIGEST_BYTES } from '../chain/seal.js';
import type { NewEvent, Position } from '../logged-event.js';
import { asStored } from './as-stored.js';
import { copyIn } from './copy-in.js';
import { CopyRows, type Table } from './copy-rows.js';
import { MOVE, type Share, Shares } from './counters.js';
import { queryTogether, type Statement } from './query-together.js';

/** Numbers are answered as COPY takes them. */
const MOVE_AND_TELL = `${MOVE}
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

/** Where the rows of a share begin; and where the seal of its last one does. */
interface Written {
  readonly rows: number[];
  sealAt: number;
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
  const shares = new Shares(events);
  const written = new Map(shares.all.map((share) => [share, { rows: [] as number[], sealAt: 0 }]));
  const rows = new CopyRows(LOG, events.length * ROW_BYTES + bytesOf(events));
  for (const [i, event] of events.entries()) {
    const share = shares.ofEvents[i];
    const where = share && written.get(share);
    invariant(where, 'every event goes to some partition');
    writeEvent({ rows, event, share, where });
  }
  return {
    move: { text: MOVE_AND_TELL, values: shares.moveValues() },
    place: (moved) => {
      invariant(moved.length === written.size, 'every topic-partition has its counter row');
      for (const each of moved) {
        const share = shares.of(each);
        const where = share && written.get(share);
        invariant(where, 'no other counter is moved than those of the batch');
        share.nextOffset = each.end - share.events;
        settle({ rows, moved: each, from: share.nextOffset, where });
      }
      return { positions: shares.positions(), rows };
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

const bytesOf = (events: readonly NewEvent[]): number =>
  events.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0);

function writeEvent({
  rows,
  event,
  share,
  where,
}: {
  readonly rows: CopyRows;
  readonly event: NewEvent;
  readonly share: Share;
  readonly where: Written;
}): void {
  const stored = asStored(event);
  const digest = digestOf(stored);
  share.digests.push(digest);
  where.rows.push(rows.row());
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
  else where.sealAt = rows.bytes(NO_SEAL);
}
const NO_SEAL = Buffer.alloc(DIGEST_BYTES);

function settle({
  rows,
  moved: { id, at, seal },
  from,
  where,
}: {
  readonly rows: CopyRows;
  readonly moved: Moved;
  readonly from: number;
  readonly where: Written;
}): void {
  for (const [nth, row] of where.rows.entries()) {
    rows.overwrite(row + ID_AT, id);
    rows.overwriteBigint(row + OFFSET_AT, from + nth);
    rows.overwrite(row + TIME_AT, at);
  }
  rows.overwrite(where.sealAt, seal);
}

import type { DataSource } from 'typeorm';
import type { SealAt, SealedEvent } from '../chain/chain-check.js';
import type { Position } from '../logged-event.js';

/** As much as fits, the first event however large it is. */
const READ = `
  SELECT log_offset::float8 AS "offset", at AS "loggedAt", key, value, headers,
         contract_id AS "contractId", contract_version AS "contractVersion",
         schema_id AS "schemaId", event_id AS "eventId", source, digest, seal
    FROM (SELECT log_offset, timestamptz_send(logged_at) AS at, key, value, headers::text,
                 contract_id, contract_version, schema_id, event_id, source, digest, seal,
                 sum(coalesce(octet_length(value), 0) + coalesce(octet_length(key), 0))
                   OVER (ORDER BY log_offset ROWS UNBOUNDED PRECEDING) AS bytes_so_far,
                 row_number() OVER (ORDER BY log_offset) AS nth
            FROM (SELECT * FROM event_log
                   WHERE partition_id = $1 AND log_offset >= $2 AND log_offset < $3
                   ORDER BY log_offset LIMIT $4) AS near) AS counted
   WHERE bytes_so_far <= $5 OR nth = 1
   ORDER BY log_offset`;

const CHAIN = `
  SELECT id, start_offset::float8 AS "startOffset", next_offset::float8 AS "endOffset",
         chained_from::float8 AS "chainedFrom", start_seal AS "startSeal", last_seal AS "lastSeal"
    FROM event_log_partitions WHERE topic = $1 AND partition = $2`;

const SEAL = `SELECT seal FROM event_log WHERE partition_id = $1 AND log_offset = $2`;

/** What a partition's own row says of its chain. */
export interface ChainRow {
  readonly id: string;
  readonly startOffset: number;
  readonly endOffset: number;
  /** The first event that has a digest. */
  readonly chainedFrom: number;
  readonly startSeal: Buffer;
  readonly lastSeal: Buffer;
}

export async function chainOf(
  dataSource: DataSource,
  { topic, partition }: Omit<Position, 'offset'>,
): Promise<ChainRow | undefined> {
  const [row] = await dataSource.query<ChainRow[]>(CHAIN, [topic, partition]);
  return row;
}

/** The seal of the event at this offset; undefined where it ends no batch. */
export async function sealAt(
  dataSource: DataSource,
  chain: ChainRow,
  offset: number,
): Promise<SealAt | undefined> {
  if (offset === chain.chainedFrom - 1) return { offset, seal: chain.startSeal };
  const [row] = await dataSource.query<{ seal: Buffer | null }[]>(SEAL, [chain.id, offset]);
  return row?.seal ? { offset, seal: row.seal } : undefined;
}

export function readSealedEvents(
  dataSource: DataSource,
  chain: ChainRow,
  page: { readonly offset: number; readonly events: number; readonly bytes: number },
): Promise<readonly SealedEvent[]> {
  return dataSource.query<SealedEvent[]>(READ, [
    chain.id,
    page.offset,
    chain.endOffset,
    page.events,
    page.bytes,
  ]);
}

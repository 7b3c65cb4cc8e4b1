import type { DataSource, EntityManager } from 'typeorm';
import type { LoggedEvent, Position } from '../logged-event.js';
import { headersFromJson } from './headers.js';

/**
 * Bytes are summed before any is fetched: a thousand events of a megabyte must not meet in memory.
 * The first event comes however large it is, or a reader would stand still before it.
 */
const READ = `
  SELECT log_offset AS "offset", logged_at AS "loggedAt", key, value, headers,
         contract_id AS "contractId", contract_version AS "contractVersion",
         schema_id AS "schemaId", event_id AS "eventId", source
    FROM (SELECT *, sum(coalesce(octet_length(value), 0) + coalesce(octet_length(key), 0))
                      OVER before AS bytes_so_far,
                 row_number() OVER before AS nth
            FROM (SELECT * FROM event_log
                   WHERE partition_id = (SELECT id FROM event_log_partitions
                                          WHERE topic = $1 AND partition = $2)
                     AND log_offset >= greatest($3::bigint, (SELECT start_offset FROM event_log_partitions
                                                              WHERE topic = $1 AND partition = $2))
                   ORDER BY log_offset LIMIT $4) AS near
          WINDOW before AS (ORDER BY log_offset ROWS UNBOUNDED PRECEDING)) AS counted
   WHERE bytes_so_far <= $5 OR nth = 1
   ORDER BY log_offset`;

interface EventRow {
  readonly offset: string;
  readonly loggedAt: Date;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Parameters<typeof headersFromJson>[0];
  readonly contractId: string | null;
  readonly contractVersion: number | null;
  readonly schemaId: number | null;
  readonly eventId: string | null;
  readonly source: string | null;
}

/** @param most how many events, and how many bytes of keys and values, at most */
export async function readEvents(
  dataSource: DataSource | EntityManager,
  { topic, partition, offset }: Position,
  most: { readonly events: number; readonly bytes: number },
): Promise<readonly LoggedEvent[]> {
  const rows = await dataSource.query<EventRow[]>(READ, [
    topic,
    partition,
    offset,
    most.events,
    most.bytes,
  ]);
  return rows.map((row) => ({
    topic,
    partition,
    offset: Number(row.offset),
    loggedAt: row.loggedAt,
    key: row.key,
    value: row.value,
    headers: headersFromJson(row.headers),
    ...(row.contractId !== null && row.contractVersion !== null
      ? { contract: { id: row.contractId, version: row.contractVersion } }
      : {}),
    ...(row.schemaId !== null ? { schemaId: row.schemaId } : {}),
    ...(row.eventId !== null ? { eventId: row.eventId } : {}),
    ...(row.source !== null ? { source: row.source } : {}),
  }));
}

import type { EntityManager } from 'typeorm';
import type { NewEvent } from '../logged-event.js';
import { blobOf, numbers, placeColumns, storable, texts } from './columns.js';
import type { EntityName } from './entities.js';
import { headersToJson } from './headers.js';

const INSERT = `
  INSERT INTO superseded_events (contract_id, contract_version, scope, entity_key, policy, topic,
                                 key, value, headers, event_id, source)
  SELECT contract_id, contract_version, scope, entity_key, policy, topic,
         substring($1::bytea FROM key_at FOR key_bytes),
         substring($1::bytea FROM value_at FOR value_bytes), headers, event_id, source
    FROM unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::text[], $7::int[], $8::text[],
                $9::text[], $10::text[], $11::text[], $12::json[], $13::text[], $14::text[])
      AS new (key_at, key_bytes, value_at, value_bytes, contract_id, contract_version, scope,
              entity_key, policy, topic, headers, event_id, source)`;

const LIST = `
  SELECT n::float8 AS n, superseded_at AS "supersededAt", contract_id AS "contractId",
         contract_version AS "contractVersion", entity_key AS "entityKey", policy, topic,
         event_id AS "eventId", source
    FROM superseded_events
   WHERE ($1::text IS NULL OR contract_id = $1) AND ($2::bigint IS NULL OR n < $2)
   ORDER BY n DESC LIMIT $3`;

export interface Superseded {
  readonly event: NewEvent;
  readonly entity: EntityName;
  readonly policy: string;
}

export async function insertSuperseded(
  tx: EntityManager,
  superseded: readonly Superseded[],
): Promise<void> {
  if (superseded.length === 0) return;
  const events = superseded.map(({ event }) => event);
  const blob = blobOf(events);
  await tx.query(INSERT, [
    blob.bytes,
    ...placeColumns(blob),
    texts(events.map(({ contract }) => contract?.id ?? '')),
    numbers(events.map(({ contract }) => contract?.version ?? 0)),
    texts(superseded.map(({ entity }) => entity.scope)),
    texts(superseded.map(({ entity }) => entity.key)),
    texts(superseded.map(({ policy }) => policy)),
    texts(events.map(({ topic }) => topic)),
    texts(events.map(({ headers }) => headersToJson(headers))),
    texts(events.map(({ eventId }) => storable(eventId))),
    texts(events.map(({ source }) => storable(source))),
  ]);
}

/** An event that came too late, without its bytes: they may be personal. */
export interface SupersededEvent {
  readonly n: number;
  readonly supersededAt: Date;
  readonly contractId: string;
  readonly contractVersion: number;
  readonly entityKey: string;
  readonly policy: string;
  readonly topic: string;
  readonly eventId: string | null;
  readonly source: string | null;
}

export const listSuperseded = (
  tx: EntityManager,
  page: { contractId: string | undefined; before: number | undefined; limit: number },
): Promise<readonly SupersededEvent[]> =>
  tx.query<SupersededEvent[]>(LIST, [page.contractId ?? null, page.before ?? null, page.limit]);

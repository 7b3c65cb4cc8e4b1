import type { EntityManager } from 'typeorm';
import type { Hold } from '../admitted.js';
import type { NewEvent } from '../logged-event.js';
import type { QuarantineReason } from '../quarantined-event.js';
import { blobOf, numbers, placeColumns, storable, texts } from './columns.js';
import { type EntityName, entityPlace, nameColumns } from './entities.js';
import { headersFromJson, headersToJson } from './headers.js';

/** Whoever lets them go because their time is over takes no lock on an entity, so nothing waits in a circle. */
const FIND = `
  SELECT scope, entity_key AS key, version::text, body_hash AS "bodyHash", asked,
         expires_at AS "until"
    FROM held_events
   WHERE (scope, entity_key) IN
         (SELECT scope, key FROM unnest($1::text[], $2::text[]) AS w (scope, key))
     AND refused IS NULL
   ORDER BY scope, entity_key, version
     FOR UPDATE`;

const COUNT = `
  SELECT contract_id AS id, count(*)::int AS held
    FROM held_events WHERE contract_id = ANY($1::text[]) GROUP BY contract_id`;

const INSERT = `
  INSERT INTO held_events (scope, entity_key, version, body_hash, asked, custody, expires_at,
                           refused, topic, partition, relayed_to, key, value, headers,
                           contract_id, contract_version, schema_id, event_id, source)
  SELECT scope, entity_key, version, body_hash, asked, custody,
         clock_timestamp() + make_interval(secs => wait_s), refused, topic, partition, relayed_to,
         substring($1::bytea FROM key_at FOR key_bytes),
         substring($1::bytea FROM value_at FOR value_bytes),
         headers, contract_id, contract_version, schema_id, event_id, source
    FROM unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::text[], $7::text[], $8::numeric[],
                $9::text[], $10::text[], $11::json[], $12::float8[], $13::json[], $14::text[],
                $15::int[], $16::int[], $17::json[], $18::text[], $19::int[], $20::int[],
                $21::text[], $22::text[])
      AS new (key_at, key_bytes, value_at, value_bytes, scope, entity_key, version, body_hash,
              asked, custody, wait_s, refused, topic, partition, relayed_to, headers, contract_id,
              contract_version, schema_id, event_id, source)
  ON CONFLICT (scope, entity_key, version) DO NOTHING
  RETURNING scope, entity_key AS key, version::text, expires_at AS "until"`;

const EVENT = `
  topic, partition, relayed_to AS "relayedTo", held_events.key AS "keyBytes", value, headers,
  contract_id AS "contractId", contract_version AS "contractVersion", schema_id AS "schemaId",
  event_id AS "eventId", source`;

const RELEASE = `
  DELETE FROM held_events
   USING unnest($1::text[], $2::text[], $3::numeric[]) AS w (scope, key, version)
   WHERE held_events.scope = w.scope AND entity_key = w.key AND held_events.version = w.version
  RETURNING held_events.scope, entity_key AS key, held_events.version::text, ${EVENT}`;

/** Its turn came and it may not follow: the next look for those whose time is over finds it. */
const REFUSE = `
  UPDATE held_events AS held SET refused = w.refused, expires_at = clock_timestamp()
    FROM unnest($1::text[], $2::text[], $3::numeric[], $4::json[])
      AS w (scope, key, version, refused)
   WHERE held.scope = w.scope AND entity_key = w.key AND held.version = w.version`;

const OVERDUE = `
  DELETE FROM held_events
   WHERE (scope, entity_key, version) IN
         (SELECT scope, entity_key, version FROM held_events
           WHERE expires_at <= clock_timestamp() ORDER BY expires_at LIMIT $1
             FOR UPDATE SKIP LOCKED)
  RETURNING scope, entity_key AS key, version::text, custody, refused, ${EVENT}`;

const LOOK_UP = `
  SELECT contract_id AS "contractId", contract_version AS "contractVersion", source, held_at AS "at",
         expires_at AS "until"
    FROM held_events
   WHERE event_id = $1 AND ($2::text IS NULL OR source = $2)
   ORDER BY held_at DESC LIMIT $3`;

/** One that waits, without its bytes. */
export interface Held {
  readonly version: bigint;
  readonly bodyHash: string;
  readonly asked: string;
  readonly until: Date;
}

type Named<Row> = Row & EntityName & { readonly version: string };
type EventRow = Named<{
  readonly topic: string;
  readonly partition: number;
  readonly relayedTo: number | null;
  readonly keyBytes: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Parameters<typeof headersFromJson>[0];
  readonly contractId: string;
  readonly contractVersion: number;
  readonly schemaId: number | null;
  readonly eventId: string | null;
  readonly source: string | null;
}>;

export const heldPlace = (entity: EntityName, version: bigint | string): string =>
  `${entityPlace(entity)}\0${version}`;

/** Of these entities all that wait, by entity and in the order of their versions. */
export async function findHeld(
  tx: EntityManager,
  entities: readonly EntityName[],
): Promise<ReadonlyMap<string, readonly Held[]>> {
  if (entities.length === 0) return new Map();
  const rows = await tx.query<Named<Omit<Held, 'version'>>[]>(FIND, nameColumns(entities));
  const held = rows.map((row) => ({ ...row, version: BigInt(row.version) }));
  return Map.groupBy(held, entityPlace);
}

export async function countHeld(
  tx: EntityManager,
  contractIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.query<{ id: string; held: number }[]>(COUNT, [texts(contractIds)]);
  return new Map(rows.map(({ id, held }) => [id, held]));
}

export interface NewlyHeld {
  readonly entity: EntityName;
  readonly event: NewEvent;
  readonly relayedTo: number | undefined;
  readonly hold: Hold;
  /** Set where its turn came within the batch, and it may not follow. */
  readonly refused: QuarantineReason | undefined;
}

/** @returns until when each waits, by its place; of fewer where another writer was faster */
export async function insertHeld(
  tx: EntityManager,
  held: readonly NewlyHeld[],
): Promise<ReadonlyMap<string, Date>> {
  if (held.length === 0) return new Map();
  const events = held.map(({ event }) => event);
  const blob = blobOf(events);
  const rows = await tx.query<Named<{ readonly until: Date }>[]>(INSERT, [
    blob.bytes,
    ...placeColumns(blob),
    ...nameColumns(held.map(({ entity }) => entity)),
    texts(held.map(({ hold }) => hold.version.toString())),
    texts(held.map(({ hold }) => hold.bodyHash)),
    texts(held.map(({ hold }) => storable(hold.asked))),
    texts(held.map(({ hold }) => JSON.stringify(hold.custody))),
    numbers(held.map(({ hold, refused }) => (refused ? 0 : hold.waitMs / 1_000))),
    texts(held.map(({ refused }) => refused && JSON.stringify(refused))),
    texts(events.map(({ topic }) => topic)),
    numbers(events.map(({ partition }) => partition)),
    numbers(held.map(({ relayedTo }) => relayedTo)),
    texts(events.map(({ headers }) => headersToJson(headers))),
    texts(events.map(({ contract }) => contract?.id ?? '')),
    numbers(events.map(({ contract }) => contract?.version ?? 0)),
    numbers(events.map(({ schemaId }) => schemaId)),
    texts(events.map(({ eventId }) => storable(eventId))),
    texts(events.map(({ source }) => storable(source))),
  ]);
  return new Map(rows.map((row) => [heldPlace(row, row.version), row.until]));
}

/** An event whose turn has come, out of the table. */
export interface Released {
  readonly event: NewEvent;
  readonly relayedTo: number | undefined;
}

export async function releaseHeld(
  tx: EntityManager,
  places: readonly HeldName[],
): Promise<ReadonlyMap<string, Released>> {
  if (places.length === 0) return new Map();
  const [rows] = await tx.query<[EventRow[], number]>(RELEASE, versionColumns(places));
  return new Map(
    rows.map((row) => [
      heldPlace(row, row.version),
      { event: eventOf(row), relayedTo: row.relayedTo ?? undefined },
    ]),
  );
}

export interface HeldName {
  readonly entity: EntityName;
  readonly version: bigint;
}

export async function refuseHeld(
  tx: EntityManager,
  refused: readonly (HeldName & { readonly reason: QuarantineReason })[],
): Promise<void> {
  if (refused.length === 0) return;
  await tx.query(REFUSE, [
    ...versionColumns(refused),
    texts(refused.map(({ reason }) => JSON.stringify(reason))),
  ]);
}

/** An event that waited in vain, or may not follow now that its turn came. */
export interface Overdue {
  readonly event: NewEvent;
  readonly relayedTo: number | undefined;
  readonly custody: Hold['custody'];
  readonly reason: QuarantineReason;
}

/** Takes out those whose time is over, at most so many; whoever else takes some is not waited for. */
export async function takeOverdue(tx: EntityManager, atMost: number): Promise<readonly Overdue[]> {
  const [rows] = await tx.query<
    [(EventRow & { custody: Hold['custody']; refused: QuarantineReason | null })[], number]
  >(OVERDUE, [atMost]);
  return rows.map((row) => ({
    event: eventOf(row),
    relayedTo: row.relayedTo ?? undefined,
    custody: row.custody,
    reason: row.refused ?? row.custody.overdue,
  }));
}

/** An event that waits, for whoever asks what became of it. */
export interface WaitingEvent {
  readonly contractId: string;
  readonly contractVersion: number;
  readonly source: string | null;
  readonly at: Date;
  readonly until: Date;
}

export const lookUpHeld = (
  tx: EntityManager,
  { id, source, limit }: { id: string; source: string | undefined; limit: number },
): Promise<readonly WaitingEvent[]> =>
  tx.query<WaitingEvent[]>(LOOK_UP, [storable(id), storable(source) ?? null, limit]);

const eventOf = (row: EventRow): NewEvent => ({
  ...{ topic: row.topic, partition: row.partition, key: row.keyBytes, value: row.value },
  headers: headersFromJson(row.headers),
  contract: { id: row.contractId, version: row.contractVersion },
  ...(row.schemaId !== null && { schemaId: row.schemaId }),
  ...(row.eventId !== null && { eventId: row.eventId }),
  ...(row.source !== null && { source: row.source }),
});

const versionColumns = (held: readonly HeldName[]): readonly string[] => [
  ...nameColumns(held.map(({ entity }) => entity)),
  texts(held.map(({ version }) => version.toString())),
];

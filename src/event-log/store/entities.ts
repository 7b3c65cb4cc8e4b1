import type { EntityManager } from 'typeorm';
import type { EntityState } from '../admitted.js';
import { texts } from './columns.js';
import { CopyRows, type Table } from './copy-rows.js';
import type { Statement } from './query-together.js';

export interface EntityName {
  readonly scope: string;
  readonly key: string;
}

const SELECT = `
  SELECT scope, key, version::text, clock, source, event_id AS "eventId", state, merged,
         is_deleted AS "isDeleted", waits
    FROM entities`;
/** Always in the same order, so that two writers never wait for each other in a circle. */
const LOCK = `${SELECT}
   WHERE (scope, key) IN (SELECT scope, key FROM unnest($1::text[], $2::text[]) AS w (scope, key))
   ORDER BY scope, key
     FOR UPDATE`;

const ENTITIES: Table = {
  name: 'entities',
  columns: [
    ...['scope', 'key', 'version', 'clock', 'source', 'event_id', 'state', 'is_deleted', 'merged'],
    ...['waits', 'changed_at'],
  ],
};
const ROW_BYTES = 250;

const UPDATE = `
  UPDATE entities AS held
     SET version = new.version, clock = new.clock, source = new.source,
         event_id = new.event_id, state = new.state, is_deleted = new.is_deleted,
         merged = new.merged, waits = new.waits, changed_at = clock_timestamp()
    FROM unnest($1::text[], $2::text[], $3::numeric[], $4::text[], $5::text[], $6::text[],
                $7::text[], $8::boolean[], $9::text[], $10::boolean[])
      AS new (scope, key, version, clock, source, event_id, state, is_deleted, merged, waits)
   WHERE held.scope = new.scope AND held.key = new.key`;

export interface EntityRow extends EntityName {
  readonly version: string | null;
  readonly clock: string | null;
  readonly source: string | null;
  readonly eventId: string | null;
  readonly state: string | null;
  readonly merged: string | null;
  readonly isDeleted: boolean;
  readonly waits: boolean;
}

export const entityPlace = ({ scope, key }: EntityName): string => `${scope}\0${key}`;

const FIND = `${SELECT} WHERE scope = $1 AND key = $2`;

/** What is known of one, held by nobody. */
export async function findEntity(
  tx: EntityManager,
  { scope, key }: EntityName,
): Promise<EntityState | undefined> {
  const [row] = await tx.query<EntityRow[]>(FIND, [scope, key]);
  return row && stateOf(row);
}

/** Those that are known are held until the transaction ends. */
export const lockEntities = (names: readonly EntityName[]): Statement<EntityRow> => ({
  text: LOCK,
  values: nameColumns(names),
});

export const lockedIn = (rows: readonly EntityRow[]): LockedEntities => ({
  states: new Map(rows.map((row) => [entityPlace(row), stateOf(row)])),
  waiting: rows.filter(({ waits }) => waits),
});

export interface LockedEntities {
  readonly states: ReadonlyMap<string, EntityState>;
  /** Those for which events may wait. */
  readonly waiting: readonly EntityName[];
}

const stateOf = (row: EntityRow): EntityState => ({
  version: row.version === null ? undefined : BigInt(row.version),
  clock: row.clock ?? undefined,
  source: row.source ?? undefined,
  eventId: row.eventId ?? undefined,
  state: row.state ?? undefined,
  merged: row.merged ?? undefined,
  isDeleted: row.isDeleted,
});

export type NamedEntity = EntityName & {
  readonly after: EntityState;
  /** Whether events wait for it. */
  readonly waits: boolean;
};

/** Where another writer has made one of them in the meantime, the copy fails. */
export function rowsOfEntities(entities: readonly NamedEntity[], now: number): CopyRows {
  const rows = new CopyRows(ENTITIES, entities.length * ROW_BYTES);
  for (const { scope, key, after, waits } of entities) {
    rows.row();
    rows.text(scope);
    rows.text(key);
    rows.numeric(after.version);
    rows.text(after.clock);
    rows.text(after.source);
    rows.text(after.eventId);
    rows.text(after.state);
    rows.boolean(after.isDeleted);
    rows.text(after.merged);
    rows.boolean(waits);
    rows.bigint(now);
  }
  return rows;
}

export async function updateEntities(
  tx: EntityManager,
  entities: readonly NamedEntity[],
): Promise<void> {
  if (entities.length > 0) await tx.query(UPDATE, columns(entities));
}

export const nameColumns = (entities: readonly EntityName[]): string[] => [
  texts(entities.map(({ scope }) => scope)),
  texts(entities.map(({ key }) => key)),
];

const columns = (entities: readonly NamedEntity[]): readonly string[] => [
  ...nameColumns(entities),
  texts(entities.map(({ after }) => after.version?.toString())),
  texts(entities.map(({ after }) => after.clock)),
  texts(entities.map(({ after }) => after.source)),
  texts(entities.map(({ after }) => after.eventId)),
  texts(entities.map(({ after }) => after.state)),
  texts(entities.map(({ after }) => String(after.isDeleted))),
  texts(entities.map(({ after }) => after.merged)),
  texts(entities.map(({ waits }) => String(waits))),
];

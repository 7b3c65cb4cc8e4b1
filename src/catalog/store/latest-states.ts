import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import type { LatestState } from '../state/latest-state.js';

const COLUMNS = `
  entity_key AS key, version::text, clock, source, is_deleted AS "isDelete", value,
  contract_id AS "contractId", contract_version AS "contractVersion", event_id AS "eventId",
  partition, log_offset::float8 AS "offset", logged_at AS "loggedAt"`;

const WRITE = `
  INSERT INTO latest_states
  SELECT $1::bigint, * FROM unnest($2::text[], $3::numeric[], $4::text[], $5::text[], $6::boolean[],
    $7::text[], $8::text[], $9::int[], $10::text[], $11::int[], $12::bigint[], $13::timestamptz[])
  ON CONFLICT (build, entity_key) DO UPDATE
     SET version = excluded.version, clock = excluded.clock, source = excluded.source,
         is_deleted = excluded.is_deleted, value = excluded.value,
         contract_id = excluded.contract_id, contract_version = excluded.contract_version,
         event_id = excluded.event_id, partition = excluded.partition,
         log_offset = excluded.log_offset, logged_at = excluded.logged_at`;

/** Large values must not meet in memory: a page ends with the bytes it may have. */
const PAGE = `
  SELECT ${COLUMNS} FROM (
    SELECT *, sum(coalesce(octet_length(value), 0)) OVER (ORDER BY entity_key) AS bytes,
           row_number() OVER (ORDER BY entity_key) AS nth
      FROM (SELECT * FROM latest_states
             WHERE build = $1 AND entity_key > $2 AND ($3 OR NOT is_deleted)
               AND ($6::text IS NULL OR entity_key <= $6)
             ORDER BY entity_key LIMIT $4) AS near) AS counted
   WHERE bytes <= $5 OR nth = 1 ORDER BY entity_key`;

/** In the order of the log, as far as there is one. */
const PLACES = `
  SELECT entity_key AS key, partition, log_offset::float8 AS "offset" FROM latest_states
   WHERE build = $1 AND entity_key = ANY ($2) ORDER BY partition, log_offset`;

type Row = Omit<LatestState, 'version'> & { readonly version: string | null };

/** Where a page of states begins and what it holds. */
export interface StatePage {
  readonly after: string;
  /** The last key there may be; without it, or with `null`, any. */
  readonly upTo?: string | null;
  readonly withDeleted: boolean;
  readonly limit: number;
}

const PAGE_BYTES = 8 * 1024 * 1024;

/** The latest states of entities, by build and key. */
@Injectable()
export class LatestStates {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The first of these keys there is a state of. */
  async find(build: string, keys: readonly string[]): Promise<LatestState | undefined> {
    const known = await this.known(this.dataSource.manager, build, keys);
    return keys.map((key) => known.get(key)).find(Boolean);
  }

  async known(
    tx: EntityManager,
    build: string,
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, LatestState>> {
    const rows = await tx.query<Row[]>(
      `SELECT ${COLUMNS} FROM latest_states WHERE build = $1 AND entity_key = ANY ($2)`,
      [build, keys],
    );
    return new Map(rows.map((row) => [row.key, stateOf(row)]));
  }

  /** Where the last word of each of these was said; none where nothing is known of it. */
  async places(
    build: string,
    keys: readonly string[],
  ): Promise<readonly Pick<LatestState, 'key' | 'partition' | 'offset'>[]> {
    return this.dataSource.query(PLACES, [build, keys]);
  }

  async write(tx: EntityManager, build: string, states: readonly LatestState[]): Promise<void> {
    if (states.length === 0) return;
    const column = <T>(of: (state: LatestState) => T) => states.map(of);
    await tx.query(WRITE, [
      build,
      column(({ key }) => key),
      column(({ version }) => version?.toString() ?? null),
      column(({ clock }) => clock ?? null),
      column(({ source }) => source ?? null),
      column(({ isDelete }) => isDelete),
      column(({ value }) => value),
      column(({ contractId }) => contractId),
      column(({ contractVersion }) => contractVersion),
      column(({ eventId }) => eventId),
      column(({ partition }) => partition),
      column(({ offset }) => offset),
      column(({ loggedAt }) => loggedAt.toISOString()),
    ]);
  }

  /** In the order of their keys; at least one where there is one. */
  async page(
    build: string,
    { after, upTo = null, withDeleted, limit }: StatePage,
  ): Promise<readonly LatestState[]> {
    const rows = await this.dataSource.query<Row[]>(PAGE, [
      ...[build, after, withDeleted, limit, PAGE_BYTES, upTo],
    ]);
    return rows.map(stateOf);
  }
}

const stateOf = ({ version, ...row }: Row): LatestState => ({
  ...row,
  version: version === null ? undefined : BigInt(version),
  clock: row.clock ?? undefined,
  source: row.source ?? undefined,
});

import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Contract, withMessages } from '#contract';
import { limits, storable } from '#kernel';
import type { PublishedContract, SteppedBack, StoppedRollout } from '#registry';
import type { ReferencedSource, SchemaSource } from '#schema';

export interface ListedVersion {
  readonly version: number;
  readonly schemaVersion: number;
  readonly schemaId: number;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly isForced: boolean;
  readonly reason: string;
}

/** One version, all there are, newest first, and the revision of all contracts: as of one moment. */
export interface VersionAmongAll {
  readonly published: PublishedContract;
  readonly versions: readonly ListedVersion[];
  readonly revision: number;
}

interface AmongAllRow extends VersionRow {
  readonly revision: number;
  readonly listed: readonly (Omit<ListedVersion, 'publishedAt'> & {
    readonly publishedAt: string;
  })[];
}

interface VersionRow extends Omit<ListedVersion, 'reason' | 'isForced'> {
  readonly id: string;
  readonly document: string;
  readonly context: string;
  readonly type: SchemaSource['type'];
  readonly text: string | null;
  readonly writtenText: string | null;
  readonly refers: boolean;
  readonly steppedBack: SteppedBack | null;
  readonly rolloutStopped: StoppedRollout | null;
}

const COLUMNS = `
  v.contract_id AS id, v.version, v.document, v.schema_version AS "schemaVersion",
  v.schema_id AS "schemaId", v.published_at AS "publishedAt", v.published_by AS "publishedBy",
  s.context, s.type, s.text, d.written_text AS "writtenText",
  EXISTS (SELECT FROM schema_references r WHERE (r.context, r.schema_id) = (s.context, s.id)) AS refers,
  CASE WHEN e.contract_id IS NOT NULL THEN json_build_object(
    'at', to_char(e.stepped_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'judged', e.judged, 'refused', e.refused, 'reason', e.reason, 'producer', e.producer
  ) END AS "steppedBack",
  CASE WHEN r.contract_id IS NOT NULL THEN json_build_object(
    'at', to_char(r.stopped_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'by', r.stopped_by, 'reason', r.reason
  ) END AS "rolloutStopped"`;
const LISTED = (limit: string) => `
  SELECT version, schema_version AS "schemaVersion", schema_id AS "schemaId",
         published_at AS "publishedAt", published_by AS "publishedBy",
         is_forced AS "isForced", reason
    FROM contract_versions WHERE contract_id = $1 ORDER BY version DESC LIMIT ${limit}`;
const WITH_SCHEMA = `
  JOIN schemas s ON (s.context, s.id) = (v.schema_context, v.schema_id)
  LEFT JOIN schema_descriptions d ON (d.context, d.schema_id) = (s.context, s.id)
  LEFT JOIN enforcement_steps e
    ON (e.contract_id, e.contract_version) = (v.contract_id, v.version)
  LEFT JOIN rollout_stops r
    ON (r.contract_id, r.contract_version) = (v.contract_id, v.version)`;

/** All that the roots refer to, transitively; a name stands for one text within one root. */
const REACHED = `
  WITH RECURSIVE reached AS (
    SELECT root.place, r.name, r.to_context, r.to_subject, r.to_version, 1 AS depth
      FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS root (context, schema_id, place)
      JOIN schema_references r ON (r.context, r.schema_id) = (root.context, root.schema_id)
    UNION
    SELECT p.place, r.name, r.to_context, r.to_subject, r.to_version, p.depth + 1
      FROM reached p
      JOIN versions v ON (v.context, v.subject, v.version) = (p.to_context, p.to_subject, p.to_version)
      JOIN schema_references r ON (r.context, r.schema_id) = (v.context, v.schema_id)
     WHERE p.depth < $3
  )
  SELECT DISTINCT ON (p.place, p.name) p.place::int AS place, p.name, s.text
    FROM reached p
    JOIN versions v ON (v.context, v.subject, v.version) = (p.to_context, p.to_subject, p.to_version)
    JOIN schemas s ON (s.context, s.id) = (v.context, v.schema_id)
   WHERE s.text IS NOT NULL ORDER BY p.place, p.name, p.depth`;

/** Versions of contracts, whatever their status. */
@Injectable()
export class ContractVersions {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first; empty when there is no such contract. */
  list(id: string): Promise<readonly ListedVersion[]> {
    return this.dataSource.query<ListedVersion[]>(LISTED('$2'), [
      storable(id),
      limits.pageRows.value,
    ]);
  }

  /** @param version absent means the newest */
  async read(id: string, version?: number): Promise<PublishedContract | undefined> {
    const rows = await this.dataSource.query<VersionRow[]>(
      `SELECT ${COLUMNS} FROM contract_versions v ${WITH_SCHEMA}
        WHERE v.contract_id = $1 AND ($2::int IS NULL OR v.version = $2)
        ORDER BY v.version DESC LIMIT 1`,
      [storable(id), version ?? null],
    );
    return (await this.withReferences(rows))[0];
  }

  /** What a page of one version is made of, in one round trip. @param version absent means the newest */
  async readAmongAll(id: string, version?: number): Promise<VersionAmongAll | undefined> {
    const [row] = await this.dataSource.query<AmongAllRow[]>(
      `SELECT ${COLUMNS}, (SELECT revision FROM contracts_revision)::float8 AS revision,
              (SELECT json_agg(l) FROM (${LISTED('$3')}) AS l) AS listed
         FROM contract_versions v ${WITH_SCHEMA}
        WHERE v.contract_id = $1 AND ($2::int IS NULL OR v.version = $2)
        ORDER BY v.version DESC LIMIT 1`,
      [storable(id), version ?? null, limits.pageRows.value],
    );
    if (!row) return undefined;
    const { revision, listed, ...one } = row;
    const versions = listed.map((each) => ({ ...each, publishedAt: new Date(each.publishedAt) }));
    const [published] = await this.withReferences([one]);
    return published && { published, versions, revision };
  }

  /** Those of the versions there are, in any order. */
  async some(id: string, versions: readonly number[]): Promise<readonly PublishedContract[]> {
    const rows = await this.dataSource.query<VersionRow[]>(
      `SELECT ${COLUMNS} FROM contract_versions v ${WITH_SCHEMA}
        WHERE v.contract_id = $1 AND v.version = ANY ($2::int[])`,
      [storable(id), versions],
    );
    return this.withReferences(rows);
  }

  /** The newest first. */
  async newest(id: string, limit: number): Promise<readonly PublishedContract[]> {
    const rows = await this.dataSource.query<VersionRow[]>(
      `SELECT ${COLUMNS} FROM contract_versions v ${WITH_SCHEMA}
        WHERE v.contract_id = $1 ORDER BY v.version DESC LIMIT $2`,
      [storable(id), limit],
    );
    return this.withReferences(rows);
  }

  private async withReferences(rows: readonly VersionRow[]): Promise<PublishedContract[]> {
    const reached = rows.some(({ refers }) => refers) ? await this.reached(rows) : [];
    const byPlace = Map.groupBy(reached, ({ place }) => place);
    return rows.map(({ document, type, text, refers: _, context: __, ...rest }, i) => {
      const { writtenText, steppedBack, rolloutStopped, ...row } = rest;
      const contract = JSON.parse(document) as Contract;
      const references = (byPlace.get(i + 1) ?? []).map(({ name, text }) => ({ name, text }));
      return {
        ...row,
        ...(steppedBack !== null && { steppedBack }),
        ...(rolloutStopped !== null && { rolloutStopped }),
        ...(writtenText !== null && { writtenText }),
        contract,
        source: withMessages(contract, { type, text: text ?? '', references }),
      };
    });
  }

  private reached(
    roots: readonly VersionRow[],
  ): Promise<readonly (ReferencedSource & { readonly place: number })[]> {
    return this.dataSource.query(REACHED, [
      roots.map(({ context }) => context),
      roots.map(({ schemaId }) => schemaId),
      limits.referenceDepth.value,
    ]);
  }
}

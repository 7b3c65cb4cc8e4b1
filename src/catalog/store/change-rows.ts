import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type KindOfVersion, TOLD_DEEDS, type ToldDeed } from '../changes/change-words.js';

/** Which changes; all that is given must hold. */
export interface ChangeFilter {
  readonly since: Date | undefined;
  readonly until: Date | undefined;
  /** Only of these contracts, and of what else the audit names by these. */
  readonly of:
    { readonly contracts: readonly string[]; readonly targets: readonly string[] } | undefined;
  /** Versions that did one of these; absent means any, and nothing means no version at all. */
  readonly kinds: readonly KindOfVersion[] | undefined;
  readonly deeds: readonly ToldDeed[];
}

/** Where a page begins: behind this change. Deeds come before versions of the same moment. */
export interface ChangePlace {
  /** Microseconds, as text: a moment of PostgreSQL is finer than one of JavaScript. */
  readonly us: string;
  readonly source: 'deed' | 'version';
  readonly id: string;
  readonly n: number;
}

interface Happened {
  readonly us: string;
  readonly at: Date;
  readonly actor: string;
}
export interface VersionMade extends Happened {
  readonly source: 'version';
  readonly id: string;
  readonly n: number;
  readonly kinds: readonly KindOfVersion[];
  readonly reason: string;
}
export interface DeedDone extends Happened {
  readonly source: 'deed';
  /** What it was done to. */
  readonly id: string;
  readonly n: number;
  readonly action: ToldDeed;
  readonly details: string;
}
export type ChangeRow = VersionMade | DeedDone;

/** Changes of one thing that did the same. */
export interface ChangeTally {
  readonly source: 'deed' | 'version';
  readonly id: string;
  /** Of a version its kinds, with commas between; of a deed its action. */
  readonly kinds: string;
  readonly count: number;
}

/** The revision of the last publication, and the number of the last deed. */
export interface ChangeHeads {
  readonly revision: number;
  readonly deed: number;
}
/** Before everything. */
export const NO_CHANGES: ChangeHeads = { revision: -1, deed: -1 };

export interface VersionDocuments {
  readonly id: string;
  readonly n: number;
  readonly document: string;
  readonly before: string | null;
  readonly schemaVersion: number;
}

const US = (at: string) => `(extract(epoch FROM ${at}) * 1000000)::bigint::text`;
const AT = (n: number) => `('epoch'::timestamptz + $${n}::float8 * interval '1 microsecond')`;

const VERSIONS_OF = `
    FROM contract_versions v
   WHERE ($1::timestamptz IS NULL OR v.published_at >= $1)
     AND ($2::timestamptz IS NULL OR v.published_at < $2)
     AND ($3::text[] IS NULL OR v.contract_id = ANY ($3))`;
const NEWEST_VERSIONS =
  'ORDER BY v.published_at DESC, v.contract_id COLLATE "C" DESC, v.version DESC';
const versionRows = (narrowed: string) => `
  SELECT 'version' AS source, v.contract_id AS id, v.version AS n, v.published_at AS at,
         ${US('v.published_at')} AS us, v.published_by AS actor, v.kinds, v.reason,
         v.contract_id, v.version, v.published_at
    ${VERSIONS_OF} ${narrowed}
     AND ($4::float8 IS NULL OR (v.published_at <= ${AT(4)} AND (v.published_at < ${AT(4)}
          OR $5::text = 'deed' OR (v.contract_id COLLATE "C", v.version) < ($6::text, $7::int))))
   ${NEWEST_VERSIONS} LIMIT $8`;

/**
 * Each kind has an index in order of time, and is looked for alone: among a hundred thousand versions the newest
 * of a kind may be behind all others. Each name is one of a table of ours, written out for the same reason as of deeds.
 */
const versionRowsOf = (kinds: readonly KindOfVersion[]) => `
  SELECT * FROM (${kinds.map((kind) => `(${versionRows(`AND '${kind}' = ANY (v.kinds)`)})`).join(' UNION ')}) AS v
   ${NEWEST_VERSIONS} LIMIT $8`;

/** Each name is one of a table of ours: written out, PostgreSQL sees that the index holds them. */
const deedsOf = (deeds: readonly ToldDeed[]) => `
    FROM audit_entries e
   WHERE e.action IN (${deeds.map((deed) => `'${deed}'`).join(', ')})
     AND ($1::timestamptz IS NULL OR e.at >= $1) AND ($2::timestamptz IS NULL OR e.at < $2)
     AND ($3::text[] IS NULL OR e.target = ANY ($3))
     AND NOT (e.action = 'version.registered' AND EXISTS (
           SELECT FROM audit_entries p
            WHERE p.n = e.n + 1 AND p.action = 'contract.published' AND p.at = e.at))`;
const deedRows = (deeds: readonly ToldDeed[]) => `
  SELECT 'deed' AS source, e.target AS id, e.n::float8 AS n, e.at, ${US('e.at')} AS us, e.actor,
         e.action, e.details
    ${deedsOf(deeds)}
     AND ($4::float8 IS NULL OR (e.at <= ${AT(4)}
          AND (e.at < ${AT(4)} OR ($5::text = 'deed' AND e.n < $6::bigint))))
   ORDER BY e.at DESC, e.n DESC LIMIT $7`;

/** Counted since two heads and up to two others: what one transaction wrote lies on one side of both. */
const VERSION_TALLIES = `
  SELECT 'version' AS source, v.contract_id AS id, array_to_string(v.kinds, ',') AS kinds, count(*)::int AS count
    ${VERSIONS_OF} AND v.revision > $4 AND v.revision <= $5 GROUP BY v.contract_id, v.kinds`;
const DEED_TALLIES = `
  SELECT 'deed' AS source, e.target AS id, e.action AS kinds, count(*)::int AS count
    ${deedsOf(TOLD_DEEDS)} AND e.n > $4 AND e.n <= $5 GROUP BY e.target, e.action`;

const DOCUMENTS = `
  SELECT v.contract_id AS id, v.version AS n, v.document, v.schema_version AS "schemaVersion",
         b.document AS before
    FROM unnest($1::text[], $2::int[]) AS asked (id, n)
    JOIN contract_versions v ON (v.contract_id, v.version) = (asked.id, asked.n)
    LEFT JOIN contract_versions b ON (b.contract_id, b.version) = (asked.id, asked.n - 1)`;

/** What changed and when: versions of contracts, and what else the audit keeps of them. */
@Injectable()
export class ChangeRows {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list(
    { since, until, of, kinds, deeds }: ChangeFilter,
    { after, limit }: { readonly after: ChangePlace | undefined; readonly limit: number },
  ): Promise<readonly ChangeRow[]> {
    const span = [since ?? null, until ?? null];
    const place = [after ? Number(after.us) : null, after?.source ?? null];
    const [versions, done] = await Promise.all([
      kinds?.length === 0
        ? []
        : this.dataSource.query<VersionMade[]>(kinds ? versionRowsOf(kinds) : versionRows(''), [
            ...[...span, of?.contracts ?? null],
            ...[...place, after?.id ?? null, after?.source === 'version' ? after.n : null, limit],
          ]),
      deeds.length === 0
        ? []
        : this.dataSource.query<DeedDone[]>(deedRows(deeds), [
            ...[...span, of?.targets ?? null],
            ...[...place, after?.source === 'deed' ? after.n : null, limit],
          ]),
    ]);
    return inOrder(done, versions).slice(0, limit);
  }

  /** How far everything is: publications and deeds are written one after the other. */
  async heads(): Promise<ChangeHeads> {
    const [row] = await this.dataSource.query<ChangeHeads[]>(
      `SELECT (SELECT revision FROM contracts_revision)::float8 AS revision,
              (SELECT n FROM audit_head)::float8 AS deed`,
    );
    return row ?? NO_CHANGES;
  }

  /** How many of each there are between two heads, whatever their kind. */
  async tallies(
    { since, until, of }: Pick<ChangeFilter, 'since' | 'until' | 'of'>,
    from: ChangeHeads,
    to: ChangeHeads,
  ): Promise<readonly ChangeTally[]> {
    const span = [since ?? null, until ?? null];
    const [versions, done] = await Promise.all([
      from.revision === to.revision
        ? []
        : this.dataSource.query<ChangeTally[]>(VERSION_TALLIES, [
            ...[...span, of?.contracts ?? null, from.revision, to.revision],
          ]),
      from.deed === to.deed
        ? []
        : this.dataSource.query<ChangeTally[]>(DEED_TALLIES, [
            ...[...span, of?.targets ?? null, from.deed, to.deed],
          ]),
    ]);
    return [...versions, ...done];
  }

  documents(some: readonly VersionMade[]): Promise<readonly VersionDocuments[]> {
    if (some.length === 0) return Promise.resolve([]);
    return this.dataSource.query<VersionDocuments[]>(DOCUMENTS, [
      some.map(({ id }) => id),
      some.map(({ n }) => n),
    ]);
  }
}

/** Two lists in order as one. */
function inOrder(deeds: readonly DeedDone[], versions: readonly VersionMade[]): ChangeRow[] {
  const merged: ChangeRow[] = [];
  let d = 0;
  for (const version of versions) {
    for (let deed = deeds[d]; deed && Number(deed.us) >= Number(version.us); deed = deeds[++d])
      merged.push(deed);
    merged.push(version);
  }
  return [...merged, ...deeds.slice(d)];
}

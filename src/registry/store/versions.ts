import { invariant } from '#kernel';
import type { Metadata, SchemaIdentity } from '../schema-identity.js';
import { DEFAULT_CONTEXT, EVERY_CONTEXT, type SubjectName } from '../subject-name.js';
import { contexts } from './contexts.js';
import { rowsOf, type Sql } from './sql.js';
import { together } from './together.js';
import {
  type StoredVersion,
  VERSION_COLUMNS,
  versionOf,
  type VersionRow,
  VERSIONS_WITH_SCHEMAS,
} from './stored-version.js';
import { type Page, shownBy, type Shown, type SubjectFilter } from './subjects.js';

export interface NewVersion {
  readonly name: SubjectName;
  readonly schemaId: number;
  readonly createdBy: string;
  readonly isForced: boolean;
  /** Absent means the next. */
  readonly version?: number | undefined;
}

export interface MadeVersion {
  readonly version: number;
  readonly createdAt: Date;
}

/** Which versions a listing shows. */
export interface VersionFilter extends SubjectFilter {
  readonly isLatestOnly: boolean;
  /** Subjects that are shown whatever the prefix says. */
  readonly also: readonly SubjectName[];
  readonly ruleTypes: readonly string[];
  /** Only of subjects that are associated with a resource in such a way. */
  readonly associated?: AssociatedWith | undefined;
}

/** What is absent, or an empty list, is any. */
export interface AssociatedWith {
  readonly resourceType?: string | undefined;
  readonly types: readonly string[];
  readonly lifecycle?: string | undefined;
}

/** jsonb takes neither NUL nor half a surrogate pair; a rule set that has some has no type to find. */
const HAS_RULE_OF_TYPE = `CASE WHEN s.rule_set ~ '\\\\u(0000|d[89a-f])' THEN false ELSE
  jsonb_path_exists(s.rule_set::jsonb, '$.*[*].type ? (@ == $types[*])',
                    jsonb_build_object('types', to_jsonb($9::text[]))) END`;

const IS_ASSOCIATED = `EXISTS (
  SELECT FROM associations a WHERE (a.context, a.subject) = (v.context, v.subject)
    AND ($11::text IS NULL OR a.resource_type = $11) AND ($13::text IS NULL OR a.lifecycle = $13)
    AND (cardinality($12::text[]) = 0 OR a.association_type = ANY ($12)))`;

const OF_SUBJECT = '(v.context, v.subject) = ($1, $2)';

export const versions = {
  async numbers(
    sql: Sql,
    { context, subject }: SubjectName,
    shows: Shown,
    page: Page,
  ): Promise<readonly { version: number; isDeleted: boolean }[]> {
    return rowsOf(
      sql,
      `SELECT v.version, v.is_deleted AS "isDeleted" FROM versions v
       WHERE ${OF_SUBJECT} AND ${shownBy('$3')} ORDER BY v.version OFFSET $4 LIMIT $5`,
      [context, subject, shows, page.offset, page.limit],
    );
  },

  /** All of a subject's, deleted ones included, oldest first. */
  async history(
    sql: Sql,
    { context, subject }: SubjectName,
    page: Page,
  ): Promise<readonly StoredVersion[]> {
    const rows = await rowsOf<VersionRow>(
      sql,
      `SELECT ${VERSION_COLUMNS} FROM ${VERSIONS_WITH_SCHEMAS}
       WHERE ${OF_SUBJECT} ORDER BY v.version OFFSET $3 LIMIT $4`,
      [context, subject, page.offset, page.limit],
    );
    return rows.map(versionOf);
  },

  /** By context, subject and version; all of them, or the newest of each subject. */
  async list(sql: Sql, filter: VersionFilter, page: Page): Promise<readonly StoredVersion[]> {
    const rows = await rowsOf<VersionRow>(
      sql,
      `SELECT ${VERSION_COLUMNS} FROM ${VERSIONS_WITH_SCHEMAS}
       WHERE (($1::text IS NULL OR v.context = $1) AND starts_with(v.subject, $2)
              OR (v.context, v.subject) IN (SELECT * FROM unnest($7::text[], $8::text[])))
         AND ${shownBy('$3')} AND (cardinality($9::text[]) = 0 OR ${HAS_RULE_OF_TYPE})
         AND ($10 OR ${IS_ASSOCIATED})
         AND NOT ($4 AND EXISTS (
           SELECT FROM versions n WHERE (n.context, n.subject) = (v.context, v.subject)
             AND n.version > v.version AND ($3 = 'all' OR n.is_deleted = ($3 = 'deleted'))))
       ORDER BY v.context COLLATE "C", v.subject COLLATE "C", v.version OFFSET $5 LIMIT $6`,
      [
        filter.context ?? null,
        filter.prefix,
        filter.shows,
        filter.isLatestOnly,
        page.offset,
        page.limit,
        filter.also.map(({ context }) => context),
        filter.also.map(({ subject }) => subject),
        filter.ruleTypes,
        filter.associated === undefined,
        filter.associated?.resourceType ?? null,
        filter.associated?.types ?? [],
        filter.associated?.lifecycle ?? null,
      ],
    );
    return rows.map(versionOf);
  },

  /** Versions that are not deleted, oldest first. */
  async live(sql: Sql, { context, subject }: SubjectName): Promise<readonly StoredVersion[]> {
    const rows = await rowsOf<VersionRow>(
      sql,
      `SELECT ${VERSION_COLUMNS} FROM ${VERSIONS_WITH_SCHEMAS}
       WHERE ${OF_SUBJECT} AND NOT v.is_deleted ORDER BY v.version`,
      [context, subject],
    );
    return rows.map(versionOf);
  },

  latest: (
    sql: Sql,
    name: SubjectName,
    shows: Shown = 'live',
  ): Promise<StoredVersion | undefined> => latestOf(sql, { name, shows }),

  async numbered(sql: Sql, name: SubjectName, version: number): Promise<StoredVersion | undefined> {
    const rows = await rowsOf<VersionRow>(
      sql,
      `SELECT ${VERSION_COLUMNS} FROM ${VERSIONS_WITH_SCHEMAS} WHERE ${OF_SUBJECT} AND v.version = $3`,
      [name.context, name.subject, version],
    );
    return rows[0] && versionOf(rows[0]);
  },

  /** In a subject, a context or anywhere. */
  async isAnyLive(sql: Sql, { context, subject }: SubjectName): Promise<boolean> {
    const rows = await rowsOf(
      sql,
      `SELECT FROM versions v WHERE NOT v.is_deleted
         AND ($1 IN ('', '${EVERY_CONTEXT.context}') OR v.context = $1) AND ($2 = '' OR v.subject = $2) LIMIT 1`,
      [context, subject],
    );
    return rows.length > 0;
  },

  /**
   * The newest version with exactly this schema; failing that, unless it must be exact, the newest
   * whose text and references are the same, whatever its metadata and rules.
   */
  withSchema: (
    sql: Sql,
    name: SubjectName,
    identity: SchemaIdentity,
    { isExact, shows = 'live' }: { isExact: boolean; shows?: Shown | undefined },
  ): Promise<StoredVersion | undefined> => withSchemaIn(sql, { name, identity, isExact, shows }),

  /** The newest version that uses an id, deleted or not; one that lives before one that does not. */
  async withId(
    sql: Sql,
    { context, subject }: SubjectName,
    id: number,
  ): Promise<StoredVersion | undefined> {
    const rows = await rowsOf<VersionRow>(
      sql,
      `SELECT ${VERSION_COLUMNS} FROM ${VERSIONS_WITH_SCHEMAS}
       WHERE ${OF_SUBJECT} AND v.schema_id = $3 ORDER BY v.is_deleted, v.version DESC LIMIT 1`,
      [context, subject, id],
    );
    return rows[0] && versionOf(rows[0]);
  },

  /** Versions of this text that keep their number in their metadata, newest first. */
  async tracking(
    sql: Sql,
    { context, subject }: SubjectName,
    contentFingerprint: Buffer,
    shows: Shown = 'live',
  ): Promise<readonly StoredVersion[]> {
    const rows = await rowsOf<VersionRow>(
      sql,
      `SELECT ${VERSION_COLUMNS} FROM ${VERSIONS_WITH_SCHEMAS}
       WHERE ${OF_SUBJECT} AND s.context = $1 AND s.content_fingerprint = $3
         AND strpos(s.metadata, '"confluent:version":') > 0 AND ${shownBy('$4')}
       ORDER BY v.version DESC`,
      [context, subject, contentFingerprint, shows],
    );
    return rows.map(versionOf);
  },

  /** Number and metadata of each version that has any, newest first. */
  async withMetadata(
    sql: Sql,
    { context, subject }: SubjectName,
    shows: Shown,
  ): Promise<readonly { version: number; metadata: Metadata }[]> {
    const rows = await rowsOf<{ version: number; metadata: string }>(
      sql,
      `SELECT v.version, s.metadata FROM ${VERSIONS_WITH_SCHEMAS}
       WHERE ${OF_SUBJECT} AND s.metadata IS NOT NULL AND ${shownBy('$3')} ORDER BY v.version DESC`,
      [context, subject, shows],
    );
    return rows.map((row) => ({ ...row, metadata: JSON.parse(row.metadata) as Metadata }));
  },

  /**
   * The number is one more than any this subject ever had, or the one given, which must be free.
   * Whoever adds to a context that was deleted brings it back. Additions made at once must be to
   * different subjects.
   */
  add: (tx: Sql, added: NewVersion): Promise<MadeVersion> => addVersion(tx, added),

  /** A soft-deleted version lives again. */
  async revive(tx: Sql, stored: StoredVersion): Promise<StoredVersion> {
    const { context, subject } = stored.name;
    await tx.query(
      'UPDATE versions v SET is_deleted = false WHERE ' + OF_SUBJECT + ' AND v.version = $3',
      [context, subject, stored.version],
    );
    return { ...stored, isDeleted: false };
  },

  async lockAll(
    tx: Sql,
    { context, subject }: SubjectName,
  ): Promise<readonly { version: number; schemaId: number; isDeleted: boolean }[]> {
    return rowsOf(
      tx,
      `SELECT v.version, v.schema_id AS "schemaId", v.is_deleted AS "isDeleted" FROM versions v
       WHERE ${OF_SUBJECT} ORDER BY v.version FOR UPDATE`,
      [context, subject],
    );
  },

  async markDeleted(
    tx: Sql,
    { context, subject }: SubjectName,
    numbers: readonly number[],
  ): Promise<void> {
    await tx.query(
      'UPDATE versions v SET is_deleted = true WHERE ' + OF_SUBJECT + ' AND v.version = ANY($3)',
      [context, subject, numbers],
    );
  },

  async remove(
    tx: Sql,
    { context, subject }: SubjectName,
    numbers: readonly number[],
  ): Promise<void> {
    await tx.query('DELETE FROM versions v WHERE ' + OF_SUBJECT + ' AND v.version = ANY($3)', [
      context,
      subject,
      numbers,
    ]);
  },
};

/** By the position of what was asked for. */
type Placed<Row> = Row & { readonly n: number };

function inPlaces(count: number, rows: readonly Placed<VersionRow>[]) {
  const places = new Array<StoredVersion | undefined>(count).fill(undefined);
  for (const row of rows) places[row.n - 1] = versionOf(row);
  return places;
}

const latestOf = together(
  async (sql: Sql, asked: readonly { name: SubjectName; shows: Shown }[]) => {
    const rows = await rowsOf<Placed<VersionRow>>(
      sql,
      `SELECT t.n::int, f.* FROM unnest($1::text[], $2::text[], $3::text[])
         WITH ORDINALITY AS t (context, subject, shows, n)
       CROSS JOIN LATERAL (
         SELECT ${VERSION_COLUMNS} FROM ${VERSIONS_WITH_SCHEMAS}
         WHERE (v.context, v.subject) = (t.context, t.subject) AND ${shownBy('t.shows')}
         ORDER BY v.version DESC LIMIT 1) f`,
      [
        asked.map(({ name }) => name.context),
        asked.map(({ name }) => name.subject),
        asked.map(({ shows }) => shows),
      ],
    );
    return inPlaces(asked.length, rows);
  },
);

interface ContentInSubject {
  readonly name: SubjectName;
  readonly identity: SchemaIdentity;
  readonly isExact: boolean;
  readonly shows: Shown;
}

/**
 * From the content to the versions that are it: as dear in a subject of ten thousand versions as in
 * one of ten.
 */
const withSchemaIn = together(async (sql: Sql, asked: readonly ContentInSubject[]) => {
  const rows = await rowsOf<Placed<VersionRow>>(
    sql,
    `SELECT t.n::int, f.* FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[], $5::boolean[], $6::text[])
       WITH ORDINALITY AS t (context, subject, content, fingerprint, is_exact, shows, n)
     CROSS JOIN LATERAL (
       SELECT ${VERSION_COLUMNS} FROM schemas s
       CROSS JOIN LATERAL (
         SELECT * FROM versions v
         WHERE (v.context, v.schema_id, v.subject) = (s.context, s.id, t.subject) AND ${shownBy('t.shows')}
         ORDER BY v.version DESC LIMIT 1) v
       WHERE (s.context, s.content_fingerprint) = (t.context, t.content)
         AND (s.fingerprint = t.fingerprint OR NOT t.is_exact)
       ORDER BY (s.fingerprint = t.fingerprint) DESC, v.version DESC LIMIT 1) f`,
    [
      asked.map(({ name }) => name.context),
      asked.map(({ name }) => name.subject),
      asked.map(({ identity }) => identity.contentFingerprint),
      asked.map(({ identity }) => identity.fingerprint),
      asked.map(({ isExact }) => isExact),
      asked.map(({ shows }) => shows),
    ],
  );
  return inPlaces(asked.length, rows);
});

const addVersion = together(async (tx: Sql, added: readonly NewVersion[]) => {
  const rows = await rowsOf<{ context: string; subject: string; version: number; at: Date }>(
    tx,
    `WITH asked AS MATERIALIZED (
       SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::boolean[], $6::int[])
         AS t (context, subject, schema_id, created_by, is_forced, given)),
     numbered AS (
       INSERT INTO subjects AS u (context, name, last_version)
       SELECT context, subject, coalesce(given, 1) FROM asked
       ON CONFLICT (context, name) DO UPDATE SET last_version = greatest(u.last_version,
         coalesce((SELECT given FROM asked a WHERE (a.context, a.subject) = (u.context, u.name)),
                  u.last_version + 1))
       RETURNING context, name, last_version)
     INSERT INTO versions (context, subject, version, schema_id, created_by, is_forced)
     SELECT a.context, a.subject, coalesce(a.given, n.last_version), a.schema_id, a.created_by, a.is_forced
     FROM asked a JOIN numbered n ON (n.context, n.name) = (a.context, a.subject)
     RETURNING context, subject, version, created_at AS at`,
    [
      added.map(({ name }) => name.context),
      added.map(({ name }) => name.subject),
      added.map(({ schemaId }) => schemaId),
      added.map(({ createdBy }) => createdBy),
      added.map(({ isForced }) => isForced),
      added.map(({ version }) => version ?? null),
    ],
  );
  for (const context of new Set(added.map(({ name }) => name.context)))
    if (context !== DEFAULT_CONTEXT) await contexts.bringBack(tx, context);
  return added.map(({ name }): MadeVersion => {
    const made = rows.find(
      ({ context, subject }) => context === name.context && subject === name.subject,
    );
    invariant(made, 'an insert returns its row');
    return { version: made.version, createdAt: made.at };
  });
});

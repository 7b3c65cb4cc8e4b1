import { invariant } from '#kernel';
import type { Metadata, SchemaIdentity } from '../schema-identity.js';
import { DEFAULT_CONTEXT, EVERY_CONTEXT, type SubjectName } from '../subject-name.js';
import { contexts } from './contexts.js';
import { rowsOf, type Sql } from './sql.js';
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
}

/** Which versions a listing shows. */
export interface VersionFilter extends SubjectFilter {
  readonly isLatestOnly: boolean;
  /** Subjects that are shown whatever the prefix says. */
  readonly also: readonly SubjectName[];
  readonly ruleTypes: readonly string[];
}

/** jsonb takes neither NUL nor half a surrogate pair; a rule set that has some has no type to find. */
const HAS_RULE_OF_TYPE = `CASE WHEN s.rule_set ~ '\\\\u(0000|d[89a-f])' THEN false ELSE
  jsonb_path_exists(s.rule_set::jsonb, '$.*[*].type ? (@ == $types[*])',
                    jsonb_build_object('types', to_jsonb($9::text[]))) END`;

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
      ],
    );
    return rows.map(versionOf);
  },

  /** Versions that are not deleted, oldest first; all of them, or only so many of the newest. */
  async live(
    sql: Sql,
    { context, subject }: SubjectName,
    newest?: number,
  ): Promise<readonly StoredVersion[]> {
    const rows = await rowsOf<VersionRow>(
      sql,
      `SELECT ${VERSION_COLUMNS} FROM ${VERSIONS_WITH_SCHEMAS}
       WHERE ${OF_SUBJECT} AND NOT v.is_deleted ORDER BY v.version DESC LIMIT $3`,
      [context, subject, newest ?? null],
    );
    return rows.map(versionOf).reverse();
  },

  async latest(
    sql: Sql,
    name: SubjectName,
    shows: Shown = 'live',
  ): Promise<StoredVersion | undefined> {
    const rows = await rowsOf<VersionRow>(
      sql,
      `SELECT ${VERSION_COLUMNS} FROM ${VERSIONS_WITH_SCHEMAS}
       WHERE ${OF_SUBJECT} AND ${shownBy('$3')} ORDER BY v.version DESC LIMIT 1`,
      [name.context, name.subject, shows],
    );
    return rows[0] && versionOf(rows[0]);
  },

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
  async withSchema(
    sql: Sql,
    { context, subject }: SubjectName,
    { fingerprint, contentFingerprint }: SchemaIdentity,
    { isExact, shows = 'live' }: { isExact: boolean; shows?: Shown | undefined },
  ): Promise<StoredVersion | undefined> {
    const rows = await rowsOf<VersionRow>(
      sql,
      `SELECT ${VERSION_COLUMNS} FROM ${VERSIONS_WITH_SCHEMAS}
       WHERE ${OF_SUBJECT} AND s.context = $1 AND s.content_fingerprint = $3
         AND (s.fingerprint = $4 OR NOT $5) AND ${shownBy('$6')}
       ORDER BY (s.fingerprint = $4) DESC, v.version DESC LIMIT 1`,
      [context, subject, contentFingerprint, fingerprint, isExact, shows],
    );
    return rows[0] && versionOf(rows[0]);
  },

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
   * Whoever adds to a context that was deleted brings it back.
   */
  async add(
    tx: Sql,
    { name, schemaId, createdBy, isForced }: NewVersion,
    given?: number,
  ): Promise<{ version: number; createdAt: Date }> {
    const [made] = await rowsOf<{ version: number; created_at: Date }>(
      tx,
      `WITH numbered AS (
         INSERT INTO subjects AS u (context, name, last_version) VALUES ($1, $2, coalesce($6::int, 1))
         ON CONFLICT (context, name) DO UPDATE
           SET last_version = greatest(u.last_version, coalesce($6, u.last_version + 1))
         RETURNING last_version)
       INSERT INTO versions (context, subject, version, schema_id, created_by, is_forced)
       SELECT $1, $2, coalesce($6, last_version), $3, $4, $5 FROM numbered
       RETURNING version, created_at`,
      [name.context, name.subject, schemaId, createdBy, isForced, given ?? null],
    );
    invariant(made, 'an insert returns its row');
    if (name.context !== DEFAULT_CONTEXT) await contexts.bringBack(tx, name.context);
    return { version: made.version, createdAt: made.created_at };
  },

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

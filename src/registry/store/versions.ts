import { invariant } from '#kernel';
import type { SchemaIdentity } from '../schema-identity.js';
import type { SubjectName } from '../subject-name.js';
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

  /** By context, subject and version; all of them, or the newest of each subject. */
  async list(
    sql: Sql,
    filter: SubjectFilter,
    isLatestOnly: boolean,
    page: Page,
  ): Promise<readonly StoredVersion[]> {
    const rows = await rowsOf<VersionRow>(
      sql,
      `SELECT ${VERSION_COLUMNS} FROM ${VERSIONS_WITH_SCHEMAS}
       WHERE ($1::text IS NULL OR v.context = $1) AND starts_with(v.subject, $2) AND ${shownBy('$3')}
         AND NOT ($4 AND EXISTS (
           SELECT FROM versions n WHERE (n.context, n.subject) = (v.context, v.subject)
             AND n.version > v.version AND ($3 = 'all' OR n.is_deleted = ($3 = 'deleted'))))
       ORDER BY v.context COLLATE "C", v.subject COLLATE "C", v.version OFFSET $5 LIMIT $6`,
      [filter.context ?? null, filter.prefix, filter.shows, isLatestOnly, page.offset, page.limit],
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
         AND ($1 = '' OR v.context = $1) AND ($2 = '' OR v.subject = $2) LIMIT 1`,
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

  /** The number is one more than any this subject ever had. */
  async add(
    tx: Sql,
    { name, schemaId, createdBy, isForced }: NewVersion,
  ): Promise<{ version: number; createdAt: Date }> {
    const [made] = await rowsOf<{ version: number; created_at: Date }>(
      tx,
      `WITH numbered AS (
         INSERT INTO subjects AS u (context, name, last_version) VALUES ($1, $2, 1)
         ON CONFLICT (context, name) DO UPDATE SET last_version = u.last_version + 1
         RETURNING last_version)
       INSERT INTO versions (context, subject, version, schema_id, created_by, is_forced)
       SELECT $1, $2, last_version, $3, $4, $5 FROM numbered RETURNING version, created_at`,
      [name.context, name.subject, schemaId, createdBy, isForced],
    );
    invariant(made, 'an insert returns its row');
    return { version: made.version, createdAt: made.created_at };
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

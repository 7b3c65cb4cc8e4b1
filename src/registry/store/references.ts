import type { ReferencedSource } from '#schema';
import { rowsOf, type Sql } from './sql.js';
import { type Page, shownBy, type Shown } from './subjects.js';
import type { SubjectName } from '../subject-name.js';

export type SubjectVersion = SubjectName & { readonly version: number };

/** A schema reached from a root, however many references away. */
export interface ReachedSource extends ReferencedSource {
  /** Which of the given roots reached it. */
  readonly root: number;
  readonly depth: number;
}

/** From one level of references to the next, until nothing new is met or the depth is spent. */
const reaching = (start: string, depthMax: string) => `
  WITH RECURSIVE reached AS (
    ${start}
    UNION
    SELECT f.root, r.name, v.context, v.schema_id, f.depth + 1
    FROM reached f
    JOIN schema_references r ON (r.context, r.schema_id) = (f.context, f.schema_id)
    JOIN versions v ON (v.context, v.subject, v.version) = (r.to_context, r.to_subject, r.to_version)
    WHERE f.depth <= ${depthMax})
  SELECT f.root, f.name, s.text, min(f.depth) AS depth
  FROM reached f JOIN schemas s ON (s.context, s.id) = (f.context, f.schema_id)
  GROUP BY f.root, f.name, s.context, s.id ORDER BY f.root, depth, f.name COLLATE "C"`;

export const references = {
  /** What stored schemas refer to, transitively, by position in the list. */
  async reachedFromSchemas(
    sql: Sql,
    roots: readonly { context: string; id: number }[],
    depthMax: number,
  ): Promise<readonly ReachedSource[]> {
    if (roots.length === 0) return [];
    return rowsOf<ReachedSource>(
      sql,
      reaching(
        `SELECT t.root::int, r.name, v.context, v.schema_id, 1 AS depth
         FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS t (context, id, root)
         JOIN schema_references r ON (r.context, r.schema_id) = (t.context, t.id)
         JOIN versions v ON (v.context, v.subject, v.version) = (r.to_context, r.to_subject, r.to_version)`,
        '$3',
      ),
      [roots.map(({ context }) => context), roots.map(({ id }) => id), depthMax],
    );
  },

  /** The same from references that are not stored yet; all belong to root 1. */
  async reachedFromVersions(
    sql: Sql,
    targets: readonly (SubjectVersion & { name: string })[],
    depthMax: number,
  ): Promise<readonly ReachedSource[]> {
    if (targets.length === 0) return [];
    return rowsOf<ReachedSource>(
      sql,
      reaching(
        `SELECT 1 AS root, t.name, v.context, v.schema_id, 1 AS depth
         FROM unnest($1::text[], $2::text[], $3::int[], $4::text[]) AS t (context, subject, version, name)
         JOIN versions v ON (v.context, v.subject, v.version) = (t.context, t.subject, t.version)`,
        '$5',
      ),
      [
        targets.map(({ context }) => context),
        targets.map(({ subject }) => subject),
        targets.map(({ version }) => version),
        targets.map(({ name }) => name),
        depthMax,
      ],
    );
  },

  /** Which of these versions live; the share lock keeps them alive until the transaction ends. */
  async lockLive(tx: Sql, targets: readonly SubjectVersion[]): Promise<readonly SubjectVersion[]> {
    if (targets.length === 0) return [];
    return rowsOf<SubjectVersion>(
      tx,
      `SELECT v.context, v.subject, v.version FROM versions v
       JOIN unnest($1::text[], $2::text[], $3::int[]) AS t (context, subject, version)
         ON (v.context, v.subject, v.version) = (t.context, t.subject, t.version)
       WHERE NOT v.is_deleted ORDER BY v.context, v.subject, v.version FOR SHARE OF v`,
      [
        targets.map(({ context }) => context),
        targets.map(({ subject }) => subject),
        targets.map(({ version }) => version),
      ],
    );
  },

  /** Ids of the schemas that refer to a version. */
  async referringIds(
    sql: Sql,
    target: SubjectVersion,
    shows: Shown,
    page: Page,
  ): Promise<readonly number[]> {
    const rows = await rowsOf<{ id: number }>(
      sql,
      `SELECT DISTINCT r.schema_id AS id FROM schema_references r
       JOIN versions v ON (v.context, v.schema_id) = (r.context, r.schema_id)
       WHERE (r.to_context, r.to_subject, r.to_version) = ($1, $2, $3) AND ${shownBy('$4')}
       ORDER BY id OFFSET $5 LIMIT $6`,
      [target.context, target.subject, target.version, shows, page.offset, page.limit],
    );
    return rows.map(({ id }) => id);
  },

  /** The first of these versions that another version refers to, soft-deleted ones included or not. */
  async firstReferredTo(
    sql: Sql,
    { context, subject }: SubjectName,
    numbers: readonly number[],
    shows: Shown,
  ): Promise<number | undefined> {
    const rows = await rowsOf<{ version: number }>(
      sql,
      `SELECT r.to_version AS version FROM schema_references r
       JOIN versions v ON (v.context, v.schema_id) = (r.context, r.schema_id)
       WHERE (r.to_context, r.to_subject) = ($1, $2) AND r.to_version = ANY($3) AND ${shownBy('$4')}
       ORDER BY 1 LIMIT 1`,
      [context, subject, numbers, shows],
    );
    return rows[0]?.version;
  },
};

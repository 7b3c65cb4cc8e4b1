import type { SubjectName } from '../subject-name.js';
import { rowsOf, type Sql } from './sql.js';
import { together } from './together.js';

/** Which subjects a listing shows. */
export interface SubjectFilter {
  /** Absent means every context. */
  readonly context?: string;
  readonly prefix: string;
  readonly shows: Shown;
}

export type Shown = 'live' | 'all' | 'deleted';
/** `$n` holds the wish. */
export const shownBy = (parameter: string) =>
  `(${parameter} = 'all' OR v.is_deleted = (${parameter} = 'deleted'))`;

export interface Page {
  readonly offset: number;
  readonly limit: number;
}

export const subjects = {
  /**
   * Held to the end of the transaction: look-up, judgement and insert of one subject happen one
   * after the other, whichever process does them. Two names may share a lock; that only waits.
   */
  async lock(sql: Sql, { context, subject }: SubjectName): Promise<void> {
    await rowsOf(
      sql,
      `SELECT set_config('lock_timeout', '10s', true),
              pg_advisory_xact_lock(hashtextextended($1, 7463)) `,
      [`${context}:${subject}`],
    );
  },

  /** The same without waiting: whether the lock was free, or this transaction's already. */
  tryLock: together(async (sql: Sql, names: readonly SubjectName[]) => {
    const rows = await rowsOf<{ is_taken: boolean }>(
      sql,
      `SELECT pg_try_advisory_xact_lock(hashtextextended(name, 7463)) AS is_taken
       FROM unnest($1::text[]) WITH ORDINALITY AS t (name, n) ORDER BY n`,
      [names.map(({ context, subject }) => `${context}:${subject}`)],
    );
    return rows.map((row) => row.is_taken);
  }),

  /** The greatest version number ever given; 0 before the first. */
  lastVersion: together(async (sql: Sql, names: readonly SubjectName[]) => {
    const rows = await rowsOf<{ last: number }>(
      sql,
      `SELECT coalesce(u.last_version, 0) AS last
       FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS t (context, name, n)
       LEFT JOIN subjects u ON (u.context, u.name) = (t.context, t.name) ORDER BY n`,
      [names.map(({ context }) => context), names.map(({ subject }) => subject)],
    );
    return rows.map(({ last }) => last);
  }),

  /** The contexts, other than the default one, that know a subject of this name. */
  async contextsOf(sql: Sql, subject: string): Promise<readonly string[]> {
    const rows = await rowsOf<{ context: string }>(
      sql,
      `SELECT context FROM subjects WHERE name = $1 AND context <> '.' ORDER BY context COLLATE "C"`,
      [subject],
    );
    return rows.map(({ context }) => context);
  },

  async list(sql: Sql, filter: SubjectFilter, page: Page): Promise<readonly SubjectName[]> {
    return rowsOf<SubjectName>(
      sql,
      `SELECT u.context, u.name AS subject FROM subjects u
       WHERE ($1::text IS NULL OR u.context = $1) AND starts_with(u.name, $2)
         AND EXISTS (SELECT FROM versions v
                     WHERE (v.context, v.subject) = (u.context, u.name) AND ${shownBy('$3')})
       ORDER BY u.context COLLATE "C", u.name COLLATE "C" OFFSET $4 LIMIT $5`,
      [filter.context ?? null, filter.prefix, filter.shows, page.offset, page.limit],
    );
  },
};

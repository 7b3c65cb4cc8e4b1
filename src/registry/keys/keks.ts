import { rowsOf, type Sql } from '../store/sql.js';
import type { Page } from '../store/subjects.js';
import type { KeyEncryptionKey } from './encryption-key.js';

interface KekRow {
  name: string;
  kms_type: string;
  kms_key_id: string;
  kms_props: string | null;
  doc: string | null;
  is_shared: boolean;
  is_deleted: boolean;
  changed_at: Date;
}

export type KekToKeep = Omit<KeyEncryptionKey, 'changedAt'>;

const kekOf = (row: KekRow): KeyEncryptionKey => ({
  name: row.name,
  kmsType: row.kms_type,
  kmsKeyId: row.kms_key_id,
  kmsProps: row.kms_props === null ? undefined : (JSON.parse(row.kms_props) as object as never),
  doc: row.doc ?? undefined,
  isShared: row.is_shared,
  isDeleted: row.is_deleted,
  changedAt: row.changed_at,
});

export const keks = {
  async named(sql: Sql, name: string): Promise<KeyEncryptionKey | undefined> {
    const rows = await rowsOf<KekRow>(sql, 'SELECT * FROM key_encryption_keys WHERE name = $1', [
      name,
    ]);
    return rows[0] && kekOf(rows[0]);
  },

  /** Until the transaction ends nobody else changes it, or adds a key below it. */
  async locked(tx: Sql, name: string): Promise<KeyEncryptionKey | undefined> {
    const rows = await rowsOf<KekRow>(
      tx,
      `SELECT k.* FROM key_encryption_keys k,
              (SELECT set_config('lock_timeout', '10s', true)) AS patience
       WHERE k.name = $1 FOR UPDATE OF k`,
      [name],
    );
    return rows[0] && kekOf(rows[0]);
  },

  /** One creation after the other, so that their number is what it is said to be. */
  async lockAll(tx: Sql): Promise<void> {
    await rowsOf(
      tx,
      `SELECT set_config('lock_timeout', '10s', true), pg_advisory_xact_lock(7464, 0)`,
    );
  },

  async count(sql: Sql): Promise<number> {
    const rows = await rowsOf<{ count: number }>(
      sql,
      'SELECT count(*)::int AS count FROM key_encryption_keys',
    );
    return rows[0]?.count ?? 0;
  },

  /** @param prefixes only those that wrap keys of subjects that begin so; none means all */
  async names(
    sql: Sql,
    { prefixes, isDeletedShown }: { prefixes: readonly string[]; isDeletedShown: boolean },
    page: Page,
  ): Promise<readonly string[]> {
    const rows = await rowsOf<{ name: string }>(
      sql,
      `SELECT k.name FROM key_encryption_keys k WHERE ($1 OR NOT k.is_deleted)
         AND (cardinality($2::text[]) = 0 OR EXISTS (
           SELECT FROM data_encryption_keys d, unnest($2::text[]) AS prefix
           WHERE d.kek_name = k.name AND ($1 OR NOT d.is_deleted) AND starts_with(d.subject, prefix)))
       ORDER BY k.name COLLATE "C" OFFSET $3 LIMIT $4`,
      [isDeletedShown, prefixes, page.offset, page.limit],
    );
    return rows.map(({ name }) => name);
  },

  async put(tx: Sql, kek: KekToKeep): Promise<KeyEncryptionKey> {
    const rows = await rowsOf<KekRow>(
      tx,
      `INSERT INTO key_encryption_keys
         (name, kms_type, kms_key_id, kms_props, doc, is_shared, is_deleted)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (name) DO UPDATE SET kms_props = $4, doc = $5, is_shared = $6, is_deleted = $7,
         changed_at = now()
       RETURNING *`,
      [
        kek.name,
        kek.kmsType,
        kek.kmsKeyId,
        kek.kmsProps === undefined ? null : JSON.stringify(kek.kmsProps),
        kek.doc ?? null,
        kek.isShared,
        kek.isDeleted,
      ],
    );
    return kekOf(rows[0] as KekRow);
  },

  async remove(tx: Sql, name: string): Promise<void> {
    await tx.query('DELETE FROM key_encryption_keys WHERE name = $1', [name]);
  },
};

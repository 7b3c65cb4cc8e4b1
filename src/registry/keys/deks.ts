import { rowsOf, type Sql } from '../store/sql.js';
import type { Page } from '../store/subjects.js';
import type { DataEncryptionKey, DataKeyName, KeyAlgorithm } from './encryption-key.js';

interface DekRow {
  kek_name: string;
  subject: string;
  algorithm: KeyAlgorithm;
  version: number;
  encrypted_key_material: string;
  is_deleted: boolean;
  changed_at: Date;
}

export type DekToKeep = Omit<DataEncryptionKey, 'changedAt'>;

const dekOf = (row: DekRow): DataEncryptionKey => ({
  kekName: row.kek_name,
  subject: row.subject,
  algorithm: row.algorithm,
  version: row.version,
  encryptedKeyMaterial: row.encrypted_key_material,
  isDeleted: row.is_deleted,
  changedAt: row.changed_at,
});

const OF_NAME = '(kek_name, subject, algorithm) = ($1, $2, $3)';
const partsOf = ({ kekName, subject, algorithm }: DataKeyName) => [kekName, subject, algorithm];

export const deks = {
  /** Every version of one, oldest first, deleted ones included. */
  async versions(sql: Sql, name: DataKeyName): Promise<readonly DataEncryptionKey[]> {
    const rows = await rowsOf<DekRow>(
      sql,
      `SELECT * FROM data_encryption_keys WHERE ${OF_NAME} ORDER BY version`,
      partsOf(name),
    );
    return rows.map(dekOf);
  },

  /** Of every subject, algorithm and version. */
  async below(sql: Sql, kekName: string): Promise<readonly DataEncryptionKey[]> {
    const rows = await rowsOf<DekRow>(
      sql,
      `SELECT * FROM data_encryption_keys WHERE kek_name = $1
       ORDER BY subject COLLATE "C", algorithm, version`,
      [kekName],
    );
    return rows.map(dekOf);
  },

  async subjects(
    sql: Sql,
    kekName: string,
    isDeletedShown: boolean,
    page: Page,
  ): Promise<readonly string[]> {
    const rows = await rowsOf<{ subject: string }>(
      sql,
      `SELECT subject FROM (SELECT DISTINCT subject FROM data_encryption_keys
         WHERE kek_name = $1 AND ($2 OR NOT is_deleted)) AS named
       ORDER BY subject COLLATE "C" OFFSET $3 LIMIT $4`,
      [kekName, isDeletedShown, page.offset, page.limit],
    );
    return rows.map(({ subject }) => subject);
  },

  /** Whether a key, deleted or, unless all count, not, is wrapped by this one. */
  async areBelow(sql: Sql, kekName: string, isDeletedCounted: boolean): Promise<boolean> {
    const rows = await rowsOf(
      sql,
      'SELECT FROM data_encryption_keys WHERE kek_name = $1 AND ($2 OR NOT is_deleted) LIMIT 1',
      [kekName, isDeletedCounted],
    );
    return rows.length > 0;
  },

  async put(tx: Sql, dek: DekToKeep): Promise<DataEncryptionKey> {
    const rows = await rowsOf<DekRow>(
      tx,
      `INSERT INTO data_encryption_keys
         (kek_name, subject, algorithm, version, encrypted_key_material, is_deleted)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (kek_name, subject, algorithm, version) DO UPDATE
         SET encrypted_key_material = $5, is_deleted = $6, changed_at = now()
       RETURNING *`,
      [...partsOf(dek), dek.version, dek.encryptedKeyMaterial, dek.isDeleted],
    );
    return dekOf(rows[0] as DekRow);
  },

  async mark(
    tx: Sql,
    name: DataKeyName,
    versions: readonly number[],
    isDeleted: boolean,
  ): Promise<void> {
    await tx.query(
      `UPDATE data_encryption_keys SET is_deleted = $5, changed_at = now()
       WHERE ${OF_NAME} AND version = ANY($4) AND is_deleted <> $5`,
      [...partsOf(name), versions, isDeleted],
    );
  },

  async remove(tx: Sql, name: DataKeyName, versions: readonly number[]): Promise<void> {
    await tx.query(`DELETE FROM data_encryption_keys WHERE ${OF_NAME} AND version = ANY($4)`, [
      ...partsOf(name),
      versions,
    ]);
  },
};

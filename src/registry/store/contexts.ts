import { rowsOf, type Sql } from './sql.js';
import type { Page } from './subjects.js';

export const contexts = {
  async list(sql: Sql, prefix: string, page: Page): Promise<readonly string[]> {
    const rows = await rowsOf<{ name: string }>(
      sql,
      `SELECT name FROM contexts WHERE starts_with(name, $1)
         AND (name = '.' OR (last_schema_id > 0 AND NOT is_deleted))
       ORDER BY name COLLATE "C" OFFSET $2 LIMIT $3`,
      [prefix, page.offset, page.limit],
    );
    return rows.map(({ name }) => name);
  },

  /** Until the transaction ends nobody registers anything in it. */
  async lock(tx: Sql, context: string): Promise<void> {
    await rowsOf(tx, 'SELECT FROM contexts WHERE name = $1 FOR UPDATE', [context]);
  },

  /** Hidden, not forgotten: its row knows which ids were given. */
  async markDeleted(tx: Sql, context: string): Promise<void> {
    await tx.query(`UPDATE contexts SET is_deleted = true WHERE name = $1 AND name <> '.'`, [
      context,
    ]);
  },

  async bringBack(tx: Sql, context: string): Promise<void> {
    await rowsOf(tx, 'UPDATE contexts SET is_deleted = false WHERE name = $1 AND is_deleted', [
      context,
    ]);
  },
};

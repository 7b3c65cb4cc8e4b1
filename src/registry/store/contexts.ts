import { rowsOf, type Sql } from './sql.js';
import type { Page } from './subjects.js';

export const contexts = {
  async list(sql: Sql, prefix: string, page: Page): Promise<readonly string[]> {
    const rows = await rowsOf<{ name: string }>(
      sql,
      `SELECT name FROM contexts WHERE starts_with(name, $1) AND (name = '.' OR last_schema_id > 0)
       ORDER BY name COLLATE "C" OFFSET $2 LIMIT $3`,
      [prefix, page.offset, page.limit],
    );
    return rows.map(({ name }) => name);
  },
};

import { rowsOf, type Sql } from './sql.js';
import { together } from './together.js';

/**
 * How often something was committed that may change what a known schema is answered with: a
 * deletion, an import, a setting. Triggers count; the migration says where.
 */
export const changes = {
  /** However many ask at once, it is one statement. */
  count: (sql: Sql): Promise<string> => countNow(sql, undefined),

  /** For what no trigger sees. Others that are counted wait until the transaction ends. */
  add: (tx: Sql): Promise<unknown> => tx.query('UPDATE registry_changes SET count = count + 1'),
};

const countNow = together(async (sql: Sql, asked: readonly undefined[]) => {
  const [row] = await rowsOf<{ count: string }>(sql, 'SELECT count::text FROM registry_changes');
  return asked.map(() => row?.count ?? '');
});

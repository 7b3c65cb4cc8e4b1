import type { DataSource, EntityManager } from 'typeorm';
import { copyIn } from './copy-in.js';
import type { CopyRows } from './copy-rows.js';
import { queryTogether, type RowsOf, type Statement } from './query-together.js';

export interface Work<Result, First extends readonly Statement[] = readonly Statement[]> {
  /** What is asked first: it travels with BEGIN. */
  readonly first: First;
  /** Goes on with the rows of each; what it wants to be copied travels with COMMIT. */
  readonly then: (
    tx: EntityManager,
    rows: RowsOf<First>,
  ) => Promise<{ readonly result: Result; readonly copies: readonly CopyRows[] }>;
}

/**
 * A plan is made once and kept, and must be right for whatever the tables have become: everything here
 * is found by its key, however small a table was when it was planned.
 */
const BEGIN: readonly Statement[] = [
  { text: 'BEGIN' },
  {
    text: `SELECT set_config('plan_cache_mode', 'force_generic_plan', true),
                  set_config('enable_seqscan', 'off', true)`,
  },
];

/** A transaction in as few round trips as it takes decisions. Resolves after COMMIT. */
export async function transact<Result, const First extends readonly Statement[]>(
  dataSource: DataSource,
  { first, then }: Work<Result, First>,
): Promise<Result> {
  const run = dataSource.createQueryRunner();
  try {
    const rows = await queryTogether(run.manager, [...BEGIN, ...first]);
    const { result, copies } = await then(run.manager, rows.slice(BEGIN.length) as never);
    await copyIn(run.manager, copies, 'COMMIT');
    return result;
  } catch (error) {
    await run.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await run.release();
  }
}

/**
 * A statement that is a transaction of its own: its COMMIT needs no round trip, nor words. Resolves after
 * it, since PostgreSQL says that it is ready for the next one only then.
 */
export async function transactAtOnce<Row>(
  dataSource: DataSource,
  statement: Statement<Row>,
): Promise<readonly Row[]> {
  const run = dataSource.createQueryRunner();
  try {
    const [rows] = await queryTogether(run.manager, [statement]);
    return rows;
  } finally {
    await run.release();
  }
}

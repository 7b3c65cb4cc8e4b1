import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, QueryRunner } from 'typeorm';
import { migrations } from '../../../migrations/index.js';
import { openDatabase } from '../../support/open-database.js';

describe('the tables, of all migrations', () => {
  let dataSource: DataSource;
  let run: QueryRunner;
  beforeAll(async () => {
    dataSource = await openDatabase();
    run = dataSource.createQueryRunner();
  }, 60_000);
  afterAll(async () => {
    await run.release();
    await dataSource.destroy();
  });

  const shape = () =>
    run.query(`SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
               WHERE table_schema = 'public' ORDER BY 1, ordinal_position`) as Promise<
      readonly { table_name: string }[]
    >;

  /** In one transaction: a commit for each step would wait for the disk forty times. */
  it('go and come back as they were', async () => {
    const before = await shape();
    await run.startTransaction();
    const steps = migrations.map((Migration) => new Migration());
    for (const step of [...steps].reverse()) await step.down(run);
    const names = new Set((await shape()).map((column) => column.table_name));
    expect(names.has('schemas')).toBe(false);
    for (const step of steps) await step.up(run);
    await run.commitTransaction();
    expect(await shape()).toEqual(before);
  });
});

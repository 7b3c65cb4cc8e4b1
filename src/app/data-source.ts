import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource, type QueryRunner } from 'typeorm';
import { migrations } from '../../migrations/index.js';
import { TimedClient } from './timed-client.js';

const MIGRATION_LOCK = 0x636f6e64;

/** One pool for the whole process. TypeORM runs the migrations; entities are not used to make SQL. */
export function openDataSource(url: string, poolSize: number): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    poolSize,
    migrations,
    migrationsTableName: 'concordat_migrations',
    connectTimeoutMS: 3_000,
    applicationName: 'concordat',
    extra: { idleTimeoutMillis: 30_000, keepAlive: true, Client: TimedClient },
    logging: false,
  });
}

/** Several processes may start at once: one migrates, the others wait for it. */
export async function migrate(dataSource: DataSource): Promise<number> {
  const run = dataSource.createQueryRunner();
  await run.connect();
  try {
    while (!(await hasLock(run))) await sleep(100);
    return (await dataSource.runMigrations({ transaction: 'each' })).length;
  } finally {
    await run.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await run.release();
  }
}

async function hasLock(run: QueryRunner): Promise<boolean> {
  const rows = (await run.query('SELECT pg_try_advisory_lock($1) AS taken', [MIGRATION_LOCK])) as {
    taken: boolean;
  }[];
  return rows[0]?.taken === true;
}

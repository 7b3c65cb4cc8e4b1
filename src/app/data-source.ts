import { DataSource } from 'typeorm';
import { migrations } from '../../migrations/index.js';

/** SQLSTATE 55P03 never comes: the migration lock below is waited for, not tried. */
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
    extra: { idleTimeoutMillis: 30_000, keepAlive: true },
    logging: false,
  });
}

/** Several processes may start at once: one migrates, the others wait for it. */
export async function migrate(dataSource: DataSource): Promise<number> {
  const run = dataSource.createQueryRunner();
  await run.connect();
  try {
    await run.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return (await dataSource.runMigrations({ transaction: 'each' })).length;
  } finally {
    await run.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await run.release();
  }
}

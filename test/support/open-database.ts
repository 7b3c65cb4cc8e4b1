import type { DataSource } from 'typeorm';
import { migrate, openDataSource } from '../../src/app/data-source.js';
import { createDatabase } from './create-database.js';

/** A fresh database with the newest tables, for tests below the public doors. */
export async function openDatabase(url?: string): Promise<DataSource> {
  const dataSource = openDataSource(url ?? (await createDatabase()), 10);
  await dataSource.initialize();
  await migrate(dataSource);
  return dataSource;
}

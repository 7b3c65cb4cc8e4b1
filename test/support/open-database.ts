import type { DataSource } from 'typeorm';
import { migrate, openDataSource } from '../../src/app/data-source.js';
import { createDatabase } from './create-database.js';

const TRIES = 10;

/** A fresh database with the newest tables, for tests below the public doors. */
export async function openDatabase(url?: string): Promise<DataSource> {
  const dataSource = await connected(url ?? (await createDatabase()));
  await migrate(dataSource);
  return dataSource;
}

/** A machine that runs many tests may need longer than a server may: it is asked again. */
async function connected(url: string): Promise<DataSource> {
  for (let tries = 1; ; tries++) {
    const dataSource = openDataSource(url, 10);
    try {
      return await dataSource.initialize();
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}

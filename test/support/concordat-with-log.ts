import { afterAll, beforeAll } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EventLog } from '#event-log';
import { openDatabase } from './open-database.js';
import { startConcordat, type StartedConcordat } from './start-concordat.js';

/** Filled before the first test. */
export interface ConcordatWithLog {
  concordat: StartedConcordat;
  /** A second process, as far as Concordat can tell: nothing but PostgreSQL connects the two. */
  dataSource: DataSource;
  log: EventLog;
}

/** One running Concordat for the tests around the call, and what it has written. */
export function concordatWithLog(): ConcordatWithLog {
  const held = {} as ConcordatWithLog;
  beforeAll(async () => {
    held.concordat = await startConcordat();
    held.dataSource = await openDatabase(held.concordat.databaseUrl);
    held.log = new EventLog(held.dataSource);
  }, 90_000);
  afterAll(async () => {
    await held.dataSource?.destroy();
    await held.concordat?.stop();
  });
  return held;
}

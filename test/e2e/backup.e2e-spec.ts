import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/app/embedded-postgres.js';
import { asking, jsonSchema } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { publishInForce } from '../support/publish-orders.js';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const contract = {
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: 'kept', owner: { team: 'orders' } },
  schema: {
    ...{ format: 'json-schema', subject: 'kept-value' },
    definition: {
      type: 'object',
      properties: { orderId: { type: 'string' }, version: { type: 'integer' } },
    },
  },
  envelope: { type: 'kept' },
  channel: { topic: 'kept', key: '/orderId', partitions: 3 },
  semantics: {
    delivery: 'effectively-once',
    entity: { type: 'order', key: '/orderId', version: '/version' },
  },
};

interface Told {
  readonly status: number;
  readonly verdict?: string | undefined;
  readonly code?: string | undefined;
  readonly position?: unknown;
}
interface Sending {
  readonly id: string;
  readonly data: Record<string, unknown>;
}

async function send({ gatewayUrl }: StartedConcordat, { id, data }: Sending): Promise<Told> {
  const headers = {
    ...{ 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': '/s', 'ce-type': 'kept' },
    'content-type': 'application/json',
  };
  const body = JSON.stringify(data);
  const answer = await fetch(`${gatewayUrl}/events`, { method: 'POST', headers, body });
  const { verdict, code, position } = (await answer.json()) as Told;
  return { status: answer.status, verdict, code, position };
}

/** What a registry answers about what it knows. */
async function knownTo({ registryUrl }: StartedConcordat): Promise<readonly unknown[]> {
  const ask = asking(() => registryUrl);
  const { body: subjects } = await ask('GET', '/subjects?deleted=true');
  const versions = await Promise.all(
    (subjects as string[]).map((name) => ask('GET', `/subjects/${name}/versions/1?deleted=true`)),
  );
  const rest = ['/v1/contracts', '/config', '/mode', '/v1/audit'].map((path) => ask('GET', path));
  return [...versions, ...(await Promise.all(rest))].map(({ status, body }) => [status, body]);
}

/**
 * A copy of the files of a running server (PostgreSQL, "Making a Base Backup Using the Low Level API"):
 * first all files, changing as they may, then the log of what changed meanwhile.
 */
async function backUp(from: EmbeddedPostgres, home: string, into: string): Promise<void> {
  const client = new Client({ connectionString: from.url });
  await client.connect();
  const copy = (what: string) =>
    promisify(execFile)('cp', ['-a', `${home}/${what}`, join(into, what, '..')]).catch(
      (error: { stderr?: string }) => {
        // Files come and go meanwhile; that is what the log is for.
        const lines = (error.stderr ?? '').trim().split('\n');
        const other = lines.filter((line) => !/No such file|skipping file .* replaced/.test(line));
        if (other.length > 0) throw error;
      },
    );
  await client.query(`SELECT pg_backup_start('test', true)`);
  await copy('postgres');
  const stop = 'SELECT labelfile FROM pg_backup_stop(false)';
  const [label] = (await client.query<{ labelfile: string }>(stop)).rows;
  await rm(join(into, 'postgres/pg_wal'), { recursive: true, force: true });
  await copy('postgres/pg_wal');
  await copy('postgres.password');
  await writeFile(join(into, 'postgres/backup_label'), label?.labelfile ?? '');
  for (const file of ['postmaster.pid', 'postmaster.opts'])
    await rm(join(into, 'postgres', file), { force: true });
  await client.end();
}

describe('a backup that was made while events came', () => {
  let homes: readonly string[] = [];
  let [first, second]: (EmbeddedPostgres | undefined)[] = [];
  let [original, restored]: (StartedConcordat | undefined)[] = [];
  const start = (home: string) => startEmbeddedPostgres(home, () => undefined);

  beforeAll(async () => {
    const home = () => mkdtemp(join(tmpdir(), 'concordat-backup-'));
    homes = [await home(), await home()];
    first = await start(homes[0] ?? '');
    original = await startConcordat({ DATABASE_URL: first.url });
    await publishInForce(original, contract);
    const ask = asking(() => original?.registryUrl ?? '');
    for (const n of [1, 2, 3])
      await ask('POST', `/subjects/plain-${n}/versions`, jsonSchema({ title: `${n}` }));
    await ask('DELETE', '/subjects/plain-3');
    await ask('PUT', '/config/plain-1', { compatibility: 'FULL' });
  }, 180_000);
  afterAll(async () => {
    await original?.stop();
    await restored?.stop();
    await first?.stop();
    await second?.stop();
    for (const home of homes) await rm(home, { recursive: true, force: true });
  }, 60_000);

  it('is Concordat as it was then: all ids, all it had acknowledged, and the same verdicts [covers 82]', async () => {
    const [from, into] = homes;
    const acked = new Map<string, Told>();
    let isOver = false;
    const write = async (writer: number) => {
      for (let version = 1; !isOver; version++) {
        const id = `${writer}-${version}`;
        const told = await send(original!, { id, data: { orderId: `o${writer}`, version } });
        expect([told.status, told.verdict]).toEqual([200, 'accepted']);
        acked.set(id, told);
      }
    };
    const writing = Promise.all([0, 1, 2, 3].map(write));
    const moreThan = (count: number) =>
      eventually(() => {
        expect(acked.size).toBeGreaterThan(count);
        return Promise.resolve();
      }, 30_000);
    await moreThan(40);
    const before = new Map(acked);
    await backUp(first!, from!, into!);
    await moreThan(acked.size + 20);
    isOver = true;
    await writing;
    const known = await knownTo(original!);

    second = await start(into!);
    restored = await startConcordat({ DATABASE_URL: second.url });
    expect(await knownTo(restored)).toEqual(known);
    // What was acknowledged before the backup began is in it, in its place, and so are its refusals.
    for (const [id, { position }] of before) {
      const [writer, version] = id.split('-').map(Number);
      const data = { orderId: `o${writer}`, version };
      const sendings = [
        { id, data },
        { id: `late-${id}`, data },
        { id: `bad-${id}`, data: { orderId: `o${writer}`, version: `${version}` } },
      ];
      const answers: Told[] = [];
      for (const sending of sendings) {
        const answer = await send(restored, sending);
        expect([sending, answer]).toEqual([sending, await send(original!, sending)]);
        answers.push(answer);
      }
      expect(answers).toMatchObject([
        { status: 200, verdict: 'duplicate', position },
        { status: 409, code: 'STALE_VERSION' },
        { status: 422, code: 'SCHEMA_VIOLATION' },
      ]);
    }
    const verified = await runCli(['verify', 'kept', '--gateway', restored.gatewayUrl]);
    expect(verified).toMatchObject({ exitCode: 0 });
    const audit = await runCli(['audit', 'verify', '--registry', restored.registryUrl]);
    expect(audit).toMatchObject({ exitCode: 0 });
    // And it goes on: a number that was given is not given again.
    const ask = asking(() => restored?.registryUrl ?? '');
    const made = await ask('POST', '/subjects/later/versions', jsonSchema({ title: 'later' }));
    const given = await ask('GET', '/schemas?deleted=true');
    const ids = (given.body as { id: number; subject: string }[])
      .filter(({ subject }) => subject !== 'later')
      .map(({ id }) => id);
    expect(made.body.id).toBe(Math.max(...ids) + 1);
    const fresh = { id: 'fresh', data: { orderId: 'fresh', version: 1 } };
    expect(await send(restored, fresh)).toMatchObject({ status: 200, verdict: 'accepted' });
  }, 300_000);
});

import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { scratchFolder } from '../support/folders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const root = new URL('../..', import.meta.url).pathname;

/** A zombie nobody has reaped yet is not running: its command line is empty. */
function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

describe('starting on embedded defaults', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  let started: StartedConcordat[];

  beforeEach(async () => {
    folder = await scratchFolder();
    started = [];
  });
  afterEach(async () => {
    for (const concordat of started) await concordat.stop();
    await folder.remove();
  });

  const start = async (environment: Record<string, string> = {}) => {
    const concordat = await startConcordat({
      DATABASE_URL: '',
      CONCORDAT_DATA_DIR: folder.path,
      ...environment,
    });
    started.push(concordat);
    return concordat;
  };
  const postmaster = () =>
    Number(readFileSync(join(folder.path, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  const remember = async ({ registryUrl }: StartedConcordat, subject: string) =>
    (
      await fetch(`${registryUrl}/subjects/${subject}/versions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ schemaType: 'JSON', schema: '{"type":"object"}' }),
      })
    ).status;
  const remembered = async ({ registryUrl }: StartedConcordat) =>
    (await (await fetch(`${registryUrl}/subjects`)).json()) as string[];

  it('creates the database, says so, and keeps it between starts', async () => {
    const first = await start();
    expect(first.output()).toContain('creating the database');
    expect(await remember(first, 'kept')).toBe(200);
    expect(await first.stop()).toBe(0);

    const second = await start();
    expect(second.output()).not.toContain('creating the database');
    expect(await remembered(second)).toEqual(['kept']);
  }, 60_000);

  it('says that Kafka cannot be reached, and starts', async () => {
    const concordat = await start({ KAFKA_BROKERS: '127.0.0.1:9' });
    await eventually(() => {
      const sentence =
        'Kafka at 127.0.0.1:9 cannot be reached: until it can, events are refused with 503.';
      expect(concordat.output()).toContain(sentence);
      return Promise.resolve();
    });
  }, 60_000);

  it('stops its PostgreSQL with itself', async () => {
    const concordat = await start();
    const pid = postmaster();
    await concordat.stop();
    expect(isRunning(pid)).toBe(false);
  }, 60_000);

  it('takes over the PostgreSQL that a killed Concordat left running', async () => {
    const killed = await start();
    await remember(killed, 'kept');
    const pid = postmaster();
    await killed.kill();

    const next = await start();
    expect(postmaster()).toBe(pid);
    expect(await remembered(next)).toEqual(['kept']);
  }, 60_000);

  it('recovers when PostgreSQL was killed too and left its pid file', async () => {
    const killed = await start();
    await remember(killed, 'kept');
    const pid = postmaster();
    await killed.kill();
    process.kill(pid, 'SIGKILL');

    const next = await start();
    expect(postmaster()).not.toBe(pid);
    expect(await remembered(next)).toEqual(['kept']);
  }, 60_000);

  it('is not fooled by a pid file whose pid belongs to somebody else by now', async () => {
    await (await start()).stop();
    const file = join(folder.path, 'postgres/postmaster.pid');
    writeFileSync(file, `${process.pid}\n${join(folder.path, 'postgres')}\n0\n5432\n\n127.0.0.1\n`);
    expect((await fetch(`${(await start()).registryUrl}/readyz`)).status).toBe(200);
  }, 60_000);

  it('lets two processes share one data folder, whichever stops first', async () => {
    const registry = await start({ CONCORDAT_ROLE: 'registry' });
    const gateway = await start({ CONCORDAT_ROLE: 'gateway' });
    expect(registry.gatewayUrl).toBe('');
    expect(gateway.registryUrl).toBe('');
    await registry.stop();
    expect((await fetch(`${gateway.gatewayUrl}/readyz`)).status).toBe(200);
    const pid = postmaster();
    await gateway.stop();
    expect(isRunning(pid)).toBe(false);
  }, 60_000);

  const isRoot = process.getuid?.() === 0;
  it(`runs as an ordinary user${isRoot ? '' : ' (this one)'}`, () => {
    const own = join(folder.path, 'data');
    const asNobody = [
      '--reuid=65534',
      '--regid=65534',
      '--clear-groups',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      '--',
    ];
    if (isRoot) chownSync(folder.path, 65_534, 65_534);
    const words = [process.execPath, join(root, 'bin/concordat.js'), 'start'];
    const [command = '', ...args] = isRoot ? ['setpriv', ...asNobody, ...words] : words;
    const ran = spawnSync('timeout', ['--signal=INT', '20', command, ...args], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        CONCORDAT_DATA_DIR: own,
        CONCORDAT_REGISTRY_PORT: '0',
        CONCORDAT_GATEWAY_PORT: '0',
      },
    });
    expect(ran.stdout).toContain('Concordat is ready');
    expect(ran.stdout).toContain('Stopping');
    if (isRoot)
      expect(execFileSync('stat', ['-c', '%u', own], { encoding: 'utf8' }).trim()).toBe('65534');
  }, 60_000);
});

describe('a start that cannot be', () => {
  const start = (environment: Record<string, string>) =>
    spawnSync(process.execPath, [join(root, 'bin/concordat.js'), 'start'], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...environment },
    });

  it('names every wrong variable in one message and exits with 2', () => {
    const ran = start({ CONCORDAT_ROLE: 'king', CONCORDAT_REGISTRY_PORT: '-1' });
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('2 faults');
    expect(ran.stderr).toContain('CONCORDAT_ROLE "king" must be one of all, registry, gateway');
    expect(ran.stderr).toContain('CONCORDAT_REGISTRY_PORT "-1"');
  });

  it.each(['REGISTRY', 'GATEWAY'])(
    'says which port is taken and what to do, before anything else and before it makes anything (%s)',
    async (server) => {
      const squatter = createServer();
      await new Promise<void>((done) => squatter.listen(0, '127.0.0.1', done));
      const { port } = squatter.address() as { port: number };
      const others = { CONCORDAT_REGISTRY_PORT: '0', CONCORDAT_GATEWAY_PORT: '0' };
      const folder = await scratchFolder();
      const data = join(folder.path, 'data');
      const variable = `CONCORDAT_${server}_PORT`;
      const ran = start({ ...others, [variable]: String(port), CONCORDAT_DATA_DIR: data });
      squatter.close();
      const isMade = existsSync(data);
      await folder.remove();
      expect(ran).toMatchObject({ status: 1, stdout: '' });
      expect(ran.stderr).toBe(
        `Concordat stopped: port ${port} on 127.0.0.1 is taken. Stop what listens there, or choose another with ${variable}.\n`,
      );
      expect(isMade).toBe(false);
    },
  );

  it('says that the data folder lies below a file', async () => {
    const folder = await scratchFolder();
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    const anyPort = { CONCORDAT_REGISTRY_PORT: '0', CONCORDAT_GATEWAY_PORT: '0' };
    const told = [file, join(file, 'below')].map((data) =>
      start({ ...anyPort, CONCORDAT_DATA_DIR: data }),
    );
    await folder.remove();
    for (const [i, { status, stdout, stderr }] of told.entries()) {
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      const data = [file, join(file, 'below')][i];
      expect(stderr).toBe(
        `Concordat stopped: the data folder ${data} is a file, or lies below one. Move that file away, choose another folder with CONCORDAT_DATA_DIR, or set DATABASE_URL to a PostgreSQL of your own.\n`,
      );
    }
  });

  it('says which variable was probably meant', () => {
    const ran = start({ CONCORDAT_REGISTRY_PROT: '1' });
    expect(ran).toMatchObject({ status: 2, stdout: '' });
    expect(ran.stderr).toContain(
      'CONCORDAT_REGISTRY_PROT is not a variable Concordat knows; did you mean CONCORDAT_REGISTRY_PORT?',
    );
  });

  it('says that the database given cannot be reached, without its password', () => {
    const ran = start({ DATABASE_URL: 'postgres://someone:hunter2@127.0.0.1:9/none' });
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain('PostgreSQL at 127.0.0.1:9 cannot be reached');
    expect(ran.stderr).not.toContain('hunter2');
  });
});

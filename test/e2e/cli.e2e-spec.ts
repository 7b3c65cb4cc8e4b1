import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scratchFolder } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const root = new URL('../..', import.meta.url).pathname;

describe('the command line against a real registry', () => {
  let concordat: StartedConcordat;
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  beforeAll(async () => {
    concordat = await startConcordat();
    folder = await scratchFolder();
    await cp(join(root, 'examples/orders'), folder.path, { recursive: true });
  }, 90_000);
  afterAll(async () => {
    await concordat.stop();
    await folder.remove();
  });

  const cli = (...words: string[]) =>
    runCli(words, { cwd: folder.path, env: { CONCORDAT_REGISTRY_URL: concordat.registryUrl } });
  const useSchema = async (name: string) =>
    writeFile(
      join(folder.path, 'order-placed.schema.json'),
      await readFile(join(root, 'examples/orders', name), 'utf8'),
    );

  it('a dry run gives the verdict and stores nothing', async () => {
    const { stdout, exitCode } = await cli('publish', '.', '--dry-run');
    expect(stdout).toContain('would be published as v1');
    expect(exitCode).toBe(0);
    const contracts = await fetch(`${concordat.registryUrl}/v1/contracts`);
    expect(await contracts.json()).toMatchObject({ contracts: [] });
  });

  it('publishes a contract with the schema file it names, and the same again changes nothing', async () => {
    const first = await cli('publish', 'order-placed.contract.yaml', '--why', 'billing needs it');
    expect(first.stdout).toContain('orders.order-placed  published v1');
    expect(first.exitCode).toBe(0);
    const kept = await fetch(`${concordat.registryUrl}/v1/contracts/orders.order-placed`);
    expect(await kept.json()).toMatchObject({ version: 1, reason: 'billing needs it' });
    const again = await cli('publish', '.');
    expect(again.stdout).toContain('orders.order-placed  unchanged, v1 is in force');
    expect(again.exitCode).toBe(0);
  });

  it('a version that breaks is refused with the event that breaks, by check and by publish alike', async () => {
    await useSchema('order-placed.v2-breaking.schema.json');
    const checked = await cli('check', 'order-placed.contract.yaml', '--against', 'registry');
    const published = await cli('publish', '.');
    for (const { stdout, exitCode } of [checked, published]) {
      expect(exitCode).toBe(1);
      expect(stdout).toContain('"status"');
      expect(stdout).toMatch(/JSON_REQUIRED_ADDED|JSON_ENUM_VALUE_REMOVED/);
    }
    expect(published.stdout).toContain('refused  CONTRACT_INCOMPATIBLE');
  });

  it('a safe version passes check and is published', async () => {
    await useSchema('order-placed.v2-safe.schema.json');
    const checked = await cli('check', 'order-placed.contract.yaml', '--against', 'registry');
    expect(checked.stdout).toContain('✓ compatible  orders.order-placed');
    expect(checked.exitCode).toBe(0);
    expect((await cli('publish', '.')).stdout).toContain('published v2');
  });

  it('answers programs in JSON', async () => {
    const { stdout } = await cli('publish', '.', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      contracts: [{ id: 'orders.order-placed', outcome: 'unchanged', version: 2 }],
    });
  });

  it('shows no colour and no cursor movement in a pipe', async () => {
    const { stdout } = await cli('publish', '.');
    expect(stdout).not.toContain('\u001b');
  });
});

describe('the command line alone', () => {
  it('a registry that is not there leaves the question open', async () => {
    const words = ['publish', 'examples/orders', '--registry', 'http://127.0.0.1:1'];
    const { stderr, exitCode } = await runCli(words);
    expect(stderr).toContain('did not answer');
    expect(exitCode).toBe(3);
  });

  it('suggests the command that was meant', async () => {
    const { stderr, exitCode } = await runCli(['pulbish']);
    expect(stderr).toContain('Did you mean publish?');
    expect(exitCode).toBe(2);
  });

  it('says which version it is', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(await runCli(['--version'])).toEqual({
      stdout: `${version}\n`,
      stderr: '',
      exitCode: 0,
    });
  });

  it('a pipe without a writer and a device without an end are not read', async () => {
    const pipe = join(await mkdtemp(join(tmpdir(), 'concordat-')), 'order.contract.yaml');
    execFileSync('mkfifo', [pipe]);
    for (const path of [pipe, '/dev/zero']) {
      const { stderr, exitCode } = await runCli(['lint', path]);
      expect([exitCode, stderr]).toEqual([2, expect.stringContaining('not a file')]);
    }
    await rm(dirname(pipe), { recursive: true });
  });

  it('a reader who has seen enough changes no verdict', () => {
    const bin = `${root}bin/concordat.js`;
    const orders = `${root}examples/orders/order-placed`;
    const line = `"$0" ${bin} diff ${orders}.schema.json ${orders}.v2-breaking.schema.json | true; echo "\${PIPESTATUS[0]}"`;
    const said = execFileSync('bash', ['-c', line, process.execPath], { encoding: 'utf8' });
    expect(said).toBe('1\n');
  });
});

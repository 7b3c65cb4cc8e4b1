import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scratchFolder } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';

const SCHEMA = '{"type":"object","properties":{"id":{"type":"string"}}}';

describe('concordat init', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  const cli = (...words: string[]) => runCli(words, { cwd: folder.path });
  const read = (path: string) => readFile(join(folder.path, path), 'utf8');
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await writeFile(join(folder.path, path), text);
  };
  beforeEach(async () => {
    folder = await scratchFolder();
  });
  afterEach(() => folder.remove());

  it('writes a beginning that check and lint accept at once', async () => {
    await write("events/it's ours/OrderPlaced.schema.json", SCHEMA);
    await write('events/billing/invoice_sent.schema.json', SCHEMA);
    const begun = await cli('init', '--owner', "o'brien");
    expect([begun.stderr, begun.exitCode]).toEqual(['', 0]);
    expect(begun.stdout).toContain('wrote  contracts.yaml');
    expect(await read('events/billing/invoice_sent.contract.yaml')).toContain(
      "id: 'billing.invoice-sent'",
    );
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.path });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '-qm', 'first');
    const checked = await cli('check');
    expect(checked.stdout).toContain('2 checked: 2 compatible against git HEAD.');
    expect(checked.exitCode).toBe(0);
    expect((await cli('lint')).exitCode).toBe(0);
  });

  it('overwrites nothing, and writes no second contract for a schema', async () => {
    await write('a/one.schema.json', SCHEMA);
    await write('contracts.yaml', 'version: 1\nmodules: [{ path: mine }]\n');
    expect((await cli('init')).stdout).toContain('kept   contracts.yaml');
    expect(await read('contracts.yaml')).toContain('mine');
    const written = await read('a/one.contract.yaml');
    await write('a/one.contract.yaml', written.replace('draft', 'active'));
    const again = await cli('init');
    expect(again.stdout).not.toContain('wrote');
    expect(await read('a/one.contract.yaml')).toContain('active');
  });

  it('says that there is nothing to begin with', async () => {
    const { stderr, exitCode } = await cli('init');
    expect(stderr).toContain('No contract was found in "."');
    expect(exitCode).toBe(2);
  });

  it('writes nothing where a schema is not right', async () => {
    await write('a/one.schema.json', '{"type":');
    const { exitCode } = await cli('init');
    expect(exitCode).toBe(2);
    await expect(read('contracts.yaml')).rejects.toThrow('ENOENT');
  });
});

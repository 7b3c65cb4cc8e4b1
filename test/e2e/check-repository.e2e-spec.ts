import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scratchFolder } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';

const contract = (id: string) => `apiVersion: concordat/v1
kind: EventContract
id: ${id}
owner: { team: orders, contact: '#orders' }
schema: { file: ./${id.split('.').at(-1)}.schema.json }
channel: { topic: orders }
`;
const schema = (statuses: readonly string[], more: object = {}) =>
  `${JSON.stringify({ type: 'object', required: ['status'], properties: { status: { enum: statuses }, ...more } }, undefined, 2)}\n`;
const CONFIG = `version: 1
modules:
  - { path: orders, owner: orders }
  - { path: shipping }
check:
  against: { pull_request: 'git:main', default: 'git:v1' }
`;

describe('concordat check in a repository', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder.path, encoding: 'utf8' }).trim();
  const at = (path: string) => join(folder.path, path);
  const write = async (path: string, text: string) => {
    await mkdir(dirname(at(path)), { recursive: true });
    await writeFile(at(path), text);
  };
  const commit = (message: string) => {
    git('add', '--all');
    git('commit', '--quiet', '-m', message);
  };
  const check = (words: string[], env: Record<string, string> = {}) =>
    runCli(['check', ...words], { cwd: folder.path, env });

  beforeEach(async () => {
    folder = await scratchFolder();
    await write('contracts.yaml', CONFIG);
    for (const name of ['placed', 'paid']) {
      await write(`orders/${name}.contract.yaml`, contract(`orders.${name}`));
      await write(`orders/${name}.schema.json`, schema(['a', 'b']));
    }
    await write('shipping/label.schema.json', schema(['x', 'y'], { note: { maxLength: 3 } }));
    git('init', '--quiet', '--initial-branch=main');
    git('config', 'user.email', 'test@example.com');
    git('config', 'user.name', 'Test');
    commit('first');
    git('tag', 'v1');
  });
  afterEach(() => folder.remove());

  it('a contract that was deleted with its whole folder is reported, and stops the pipeline', async () => {
    await rm(at('orders'), { recursive: true });
    const { stdout, stderr, exitCode } = await check([]);
    expect([stderr, exitCode]).toEqual(['', 1]);
    expect(stdout).toContain('- removed  orders.placed  it was orders/placed.contract.yaml');
    expect(stdout).toContain('3 checked: 1 compatible, 2 removed against git v1.');
  });

  it('a waiver is written, renewed, holds in its contract, and goes when it covers nothing', async () => {
    for (const name of ['placed', 'paid']) await write(`orders/${name}.schema.json`, schema(['a']));
    const waiver = (...words: string[]) => runCli(['waiver', ...words], { cwd: folder.path });
    const found = JSON.parse((await check(['--format', 'json'])).stdout) as {
      contracts: { findings: { fingerprint: string }[] }[];
    };
    const fp = found.contracts[0]!.findings[0]!.fingerprint;
    const covers = ['add', fp, '--by', 'ada', '--contract', 'orders.placed', '--until'];
    await write('.contracts/waivers.yaml', '# Who answers for what.\nversion: 1\n');
    expect((await waiver(...covers, '2999-01-01', '--reason', 'Billing moves.')).stdout).toMatch(
      /^added/,
    );
    const again = await waiver(...covers, '2999-12-31', '--reason', 'Billing: moves, slowly.');
    expect(again.stdout).toMatch(
      /^renewed .* until 2999-12-31 {2}ada {2}orders\.placed {2}Billing: moves/,
    );
    expect(await readFile(at('.contracts/waivers.yaml'), 'utf8')).toMatch(
      /^# Who answers for what\.\n/,
    );
    const { stdout, exitCode } = await check([]);
    expect(stdout).toContain('3 checked: 1 compatible, 1 incompatible, 1 waived against git v1.');
    expect(exitCode).toBe(1);
    expect((await waiver('prune')).stdout).toContain('covers something');
    await write('orders/placed.schema.json', schema(['a', 'b']));
    expect((await waiver('prune')).stdout).toMatch(new RegExp(`^removed {2}${fp}`));
    expect((await waiver('list')).stdout).toBe(
      'There are no waivers in .contracts/waivers.yaml.\n',
    );
  });

  it('a first contract around a schema hides no break of it', async () => {
    await write('shipping/label.contract.yaml', contract('shipping.label'));
    expect((await check([])).stdout).toContain('3 checked: 3 compatible against git v1.');
    await write('shipping/label.schema.json', schema(['x'], { note: { maxLength: 3 } }));
    const { stdout, exitCode } = await check([]);
    expect(stdout).toContain('✗ incompatible  shipping.label');
    expect(stdout).toContain('against shipping/label.schema.json');
    expect(exitCode).toBe(1);
  });

  it('a contract that moved, even out of what is checked, is not lost', async () => {
    await mkdir(at('elsewhere'));
    for (const end of ['contract.yaml', 'schema.json'])
      await rename(at(`orders/placed.${end}`), at(`elsewhere/placed.${end}`));
    const { stdout, exitCode } = await check(['orders']);
    expect(stdout).toContain('1 checked: 1 compatible against git v1.');
    expect(exitCode).toBe(0);
  });

  it('a schema without a contract that was renamed is compared with its older self', async () => {
    git('mv', 'shipping/label.schema.json', 'shipping/sticker.schema.json');
    await write('shipping/sticker.schema.json', schema(['x'], { note: { maxLength: 3 } }));
    const { stdout, exitCode } = await check(['shipping']);
    expect(stdout).toContain('against shipping/label.schema.json');
    expect(stdout).not.toContain('- removed');
    expect(exitCode).toBe(1);
  });

  it('--changed-since compares only what changed, tracked or not, and what was lost', async () => {
    await write('orders/paid.schema.json', schema(['a']));
    commit('second');
    await write('orders/placed.schema.json', schema(['a', 'b', 'c']));
    await write('orders/new.contract.yaml', contract('orders.new'));
    await write('orders/new.schema.json', schema(['a']));
    await rm(at('shipping'), { recursive: true });
    const { stdout, exitCode } = await check(['--changed-since', 'main', '--format', 'json']);
    const report = JSON.parse(stdout) as { contracts: { name: string; verdict: string }[] };
    expect(report.contracts.map(({ name, verdict }) => `${name} ${verdict}`).sort()).toEqual([
      'orders.new new',
      'orders.placed compatible',
      'shipping/label.schema.json removed',
    ]);
    expect(exitCode).toBe(1);
  });

  it('nothing changed is a pass, not a fault', async () => {
    const { stdout, exitCode } = await check(['--changed-since', 'git:HEAD']);
    expect(stdout).toContain('0 checked against git v1, only what changed since HEAD.');
    expect(exitCode).toBe(0);
  });

  it('a pull request is compared with its own baseline', async () => {
    await write('orders/paid.schema.json', schema(['a']));
    commit('the break is on main already');
    expect((await check([])).exitCode).toBe(1);
    const systems: readonly Record<string, string>[] = [
      { GITHUB_EVENT_NAME: 'pull_request' },
      { CI_PIPELINE_SOURCE: 'merge_request_event' },
    ];
    for (const env of systems) {
      const { stdout, exitCode } = await check([], env);
      expect(stdout).toContain('against git main.');
      expect(exitCode).toBe(0);
    }
  });

  it('writes every format that has a file, annotations and summary before it fails', async () => {
    await write('orders/paid.schema.json', schema(['a']));
    const files = ['json=out/r.json', 'junit=out/r.xml', 'sarif=out/r.sarif', 'markdown=out/r.md'];
    const words = [...files, 'gitlab=out/r.gitlab', 'github', 'text'].flatMap((format) => [
      '--format',
      format,
    ]);
    await write('summary.md', 'Another step said this.\n');
    const { stdout, exitCode } = await check(words, { GITHUB_STEP_SUMMARY: at('summary.md') });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^::error file=orders\/paid\.schema\.json,line=8,col=15,/);
    expect(stdout).toContain('✗ incompatible  orders.paid');
    const summary = await readFile(at('summary.md'), 'utf8');
    expect(summary).toMatch(/^Another step said this\.\n<!-- concordat-check -->/);
    expect(summary).toContain('"status":"b"');
    for (const name of ['r.json', 'r.sarif', 'r.gitlab'])
      expect(() =>
        JSON.parse(execFileSync('cat', [at(`out/${name}`)], { encoding: 'utf8' })),
      ).not.toThrow();
    expect(await readFile(at('out/r.xml'), 'utf8')).toContain('failures="1"');
  });

  it('a file that cannot be written is a sentence', async () => {
    const { stderr, exitCode } = await check(['--format', 'json=orders']);
    expect(stderr).toContain('"orders" cannot be written');
    expect(exitCode).toBe(2);
  });

  it('a contract that was not right in the baseline is named as what it was, not as what it is', async () => {
    await write('orders/placed.contract.yaml', 'kind: EventContract\nidd: 1\n');
    commit('broken');
    await write('orders/placed.contract.yaml', contract('orders.placed'));
    const { stderr, exitCode } = await check(['orders', '--against', 'git:HEAD']);
    expect(stderr).toMatch(
      /^What it was in git HEAD cannot be read\. orders\/placed\.contract\.yaml/,
    );
    expect(exitCode).toBe(2);
  });
});

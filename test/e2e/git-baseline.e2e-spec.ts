import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { scratchFolder } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';

const contract = (id: string) => `apiVersion: concordat/v1
kind: EventContract
id: ${id}
owner: { team: orders }
schema: { file: ./order.schema.json }
channel: { topic: orders }
`;
const schema = (statuses: readonly string[]) =>
  JSON.stringify({
    type: 'object',
    required: ['status'],
    properties: { status: { enum: statuses } },
  });

describe('concordat check --against git:REF', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  let service: string;
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder.path, encoding: 'utf8' }).trim();
  const check = (...words: string[]) => runCli(['check', ...words], { cwd: service });

  beforeAll(async () => {
    folder = await scratchFolder();
    service = join(folder.path, 'services/orders');
    await mkdir(join(service, 'contracts'), { recursive: true });
    await writeFile(join(service, 'contracts/order.contract.yaml'), contract('orders.order'));
    await writeFile(join(service, 'contracts/order.schema.json'), schema(['placed', 'paid']));
    git('init', '--quiet', '--initial-branch=main');
    git('config', 'user.email', 'test@example.com');
    git('config', 'user.name', 'Test');
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');
    git('tag', 'v1');
  });
  afterAll(() => folder.remove());

  it('passes what did not change', async () => {
    const { stdout, exitCode } = await check('contracts', '--against', 'git:main');
    expect(stdout).toContain('1 checked: 1 compatible against git main.');
    expect(exitCode).toBe(0);
  });

  it('shows the event that breaks, from a folder below the root, and touches nothing', async () => {
    const path = join(service, 'contracts/order.schema.json');
    await writeFile(path, schema(['placed']));
    const before = git('status', '--porcelain');
    const { stdout, exitCode } = await check('contracts', '--against', 'git:v1');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('✗ incompatible  orders.order');
    expect(stdout).toMatch(/"status"\s*:\s*"paid"/);
    expect(git('status', '--porcelain')).toBe(before);
    expect(await readFile(path, 'utf8')).toBe(schema(['placed']));
  });

  it('finds a contract that moved by its id', async () => {
    await mkdir(join(service, 'renamed'), { recursive: true });
    await writeFile(join(service, 'renamed/o.contract.yaml'), contract('orders.order'));
    await writeFile(join(service, 'renamed/order.schema.json'), schema(['placed']));
    const { stdout, exitCode } = await check('renamed', '--against', 'git:main');
    expect(stdout).toContain('against contracts/order.contract.yaml');
    expect(exitCode).toBe(1);
  });

  it('calls a contract the commit does not know new, and passes', async () => {
    await mkdir(join(service, 'fresh'), { recursive: true });
    await writeFile(join(service, 'fresh/f.contract.yaml'), contract('orders.fresh'));
    await writeFile(join(service, 'fresh/order.schema.json'), schema(['placed']));
    const { stdout, exitCode } = await check('fresh', '--against', 'git:HEAD');
    expect(stdout).toContain('+ new  orders.fresh');
    expect(exitCode).toBe(0);
  });

  it('says in a sentence that a reference is unknown', async () => {
    const { stderr, exitCode } = await check('contracts', '--against', 'git:nowhere');
    expect(stderr).toContain('Git knows no commit by the name "nowhere"');
    expect(exitCode).toBe(2);
  });

  it('takes no reference for an option of git', async () => {
    const planted = join(folder.path, 'planted');
    const { exitCode } = await check('contracts', '--against', `git:--output=${planted}`);
    expect(exitCode).toBe(2);
    await expect(readFile(planted)).rejects.toThrow('ENOENT');
  });

  it('follows no link out of the folder', async () => {
    await writeFile(join(folder.path, 'secret.json'), schema(['placed']));
    await mkdir(join(service, 'linked'), { recursive: true });
    await writeFile(join(service, 'linked/l.contract.yaml'), contract('orders.linked'));
    await symlink(join(folder.path, 'secret.json'), join(service, 'linked/order.schema.json'));
    const { stderr, exitCode } = await check('linked', '--against', 'git:main');
    expect(stderr).toContain('lies outside');
    expect(exitCode).toBe(2);
  });

  it('says that there is no repository', async () => {
    const bare = await scratchFolder();
    await writeFile(join(bare.path, 'a.schema.json'), '{}');
    const { stderr, exitCode } = await runCli(['check', '.', '--against', 'git:main'], {
      cwd: bare.path,
      env: { GIT_CEILING_DIRECTORIES: bare.path },
    });
    expect(stderr).toContain('git did not answer');
    expect(exitCode).toBe(2);
    await rm(bare.path, { recursive: true });
  });

  it('finds a break in what an unchanged schema imports, also where only what changed is compared', async () => {
    const money = (kind: string) => `syntax = "proto3";\nmessage Money { ${kind} cents = 1; }\n`;
    await mkdir(join(service, 'proto'), { recursive: true });
    await writeFile(join(service, 'proto/money.proto'), money('int64'));
    await writeFile(
      join(service, 'proto/order.proto'),
      'syntax = "proto3";\nimport "money.proto";\nmessage Order { Money total = 1; }\n',
    );
    git('add', '--all');
    git('commit', '--quiet', '-m', 'proto');
    await writeFile(join(service, 'proto/money.proto'), money('string'));
    for (const more of [[], ['--changed-since', 'HEAD']]) {
      const { stdout, exitCode } = await check('proto', '--against', 'git:HEAD', ...more);
      expect(stdout).toContain('✗ incompatible  proto/order.proto');
      expect(exitCode).toBe(1);
    }
  });

  it('a commit whose objects are not all here leaves the question open, instead of calling it new', async () => {
    const hash = git('rev-parse', 'v1:services/orders/contracts/order.contract.yaml');
    await rm(join(folder.path, '.git/objects', hash.slice(0, 2), hash.slice(2)));
    await writeFile(
      join(service, 'contracts/order.contract.yaml'),
      `${contract('orders.order')}tags: [x]\n`,
    );
    const { stdout, stderr, exitCode } = await check('contracts', '--against', 'git:v1');
    expect([stdout, exitCode]).toEqual(['', 3]);
    expect(stderr).toContain('does not hold what is in it');
  });
});

import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scratchFolder } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';

const contract = (
  name: string,
  file: string,
  references: readonly { name: string; subject: string }[] = [],
) => `apiVersion: concordat/v1
kind: EventContract
id: shop.${name}
status: active
owner: { team: shop }
schema:
  format: ${file.endsWith('.avsc') ? 'avro' : 'json-schema'}
  file: ${file}
  subject: shop.${name}-value
  references: ${JSON.stringify(references.map((each) => ({ ...each, version: 1 })))}
channel: { topic: shop.${name} }
`;
const record = (name: string, fields: Record<string, unknown>) =>
  JSON.stringify({
    type: 'record',
    ...{ name, namespace: 'shop' },
    fields: Object.entries(fields).map(([field, type]) => ({ name: field, type })),
  });
const object = (properties: Record<string, unknown>, rest = {}) =>
  JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', properties, ...rest });

describe('schemas that refer to each other, without a registry', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.path, stdio: 'pipe' });
  const run = (line: string) => runCli(line.split(' '), { cwd: folder.path });
  const write = async (files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder.path, path)), { recursive: true });
      await writeFile(join(folder.path, path), text);
    }
  };
  const commit = () => {
    git('add', '-A');
    git('-c', 'user.email=test@example.com', '-c', 'user.name=Test', 'commit', '-qm', 'as it is');
  };
  beforeEach(async () => {
    folder = await scratchFolder();
    git('init', '--quiet', '--initial-branch=main');
  });
  afterEach(() => folder.remove());

  it('an Avro type is found in the file nearby that defines it, and a change of it breaks who uses it', async () => {
    await write({
      'common/money.avsc': record('Money', { amount: 'long' }),
      'orders/order.avsc': record('Order', { id: 'string', total: 'shop.Money' }),
      'orders/line.avsc': record('Line', { order: 'Order' }),
    });
    commit();
    expect(await run('lint .')).toMatchObject({ exitCode: 0 });
    await write({ 'common/money.avsc': record('Money', { amount: 'string' }) });
    const { stdout, exitCode } = await run('check orders --against git:main');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('{"order":{"id":"","total":{"amount":0}}}');
    const touched = await run('check orders --against git:main --changed-since main');
    expect(touched.stdout).toContain('2 checked: 2 incompatible');
  });

  it('a JSON Schema refers to files beside it and to addresses nearby, in circles too', async () => {
    const rate = (minimum: number) =>
      object({}, { $id: 'https://shop.example/vat.json', definitions: { rate: { minimum } } });
    await write({
      'order.schema.json': object({
        total: { $ref: 'common/money.schema.json' },
        vat: { $ref: 'https://shop.example/vat.json#/definitions/rate' },
      }),
      'common/money.schema.json': object({
        amount: { type: 'number' },
        of: { $ref: '../order.schema.json' },
        currency: { $ref: 'currency.schema.json' },
      }),
      'common/currency.schema.json': object({}, { maxLength: 3 }),
      'tax/vat.schema.json': rate(0),
    });
    commit();
    expect((await run('check . --against git:main')).stdout).toContain('4 compatible');
    await write({ 'tax/vat.schema.json': rate(1) });
    const { stdout, exitCode } = await run('check order.schema.json --against git:main');
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      '"minimum" of the definition "rate" of the schema "https://shop.example/vat.json" went from 0 to 1.',
    );
    expect(stdout).toContain('new  tax/vat.schema.json:1:141');
    expect(stdout).toContain('{"vat":0}');
    expect((await run('diff order.schema.json order.schema.json')).exitCode).toBe(0);
  });

  it('a contract refers to the subject of another one in the folder', async () => {
    const refersTo = [{ name: 'shop.Money', subject: 'shop.money-value' }];
    await write({
      'money.contract.yaml': contract('money', 'money.avsc'),
      'money.avsc': record('Money', { amount: 'long' }),
      'order.contract.yaml': contract('order', 'order.avsc', refersTo),
      'order.avsc': record('Order', { total: 'Money' }),
    });
    commit();
    expect((await run('check . --against git:main')).stdout).toContain('2 compatible');
    await write({ 'money.avsc': record('Money', { amount: 'long', currency: 'string' }) });
    const { stdout, exitCode } = await run('check . --against git:main --changed-since main');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('2 checked: 2 incompatible');
    expect((await run('lint .')).exitCode).toBe(0);
  });

  it('a subject that nobody here has is said, and is no pass', async () => {
    const refersTo = [{ name: 'shop.Money', subject: 'shop.money-value' }];
    await write({
      'order.contract.yaml': contract('order', 'order.avsc', refersTo),
      'order.avsc': record('Order', { total: 'shop.Money' }),
    });
    commit();
    const { stderr, exitCode } = await run('check . --against git:main');
    expect(stderr).toContain('refers to the subject "shop.money-value", and no contract here');
    expect(exitCode).toBe(3);
    // What a contract itself says can be looked at all the same.
    expect((await run('lint .')).exitCode).toBe(0);
  });

  it('contracts that refer to each other in a circle are refused by name', async () => {
    await write({
      'a.contract.yaml': contract('a', 'a.schema.json', [{ name: 'b', subject: 'shop.b-value' }]),
      'b.contract.yaml': contract('b', 'b.schema.json', [{ name: 'a', subject: 'shop.a-value' }]),
      'a.schema.json': object({ b: { $ref: 'b' } }),
      'b.schema.json': object({ a: { $ref: 'a' } }),
    });
    commit();
    const { stderr, exitCode } = await run('check . --against git:main');
    expect(stderr).toContain(
      '"a.contract.yaml", "b.contract.yaml" refer to each other in a circle',
    );
    expect(exitCode).toBe(2);
  });

  it('Avro files that name each other are refused by name', async () => {
    await write({
      'a.avsc': record('A', { b: ['null', 'B'] }),
      'b.avsc': record('B', { a: ['null', 'A'] }),
    });
    const { stderr, exitCode } = await run('lint .');
    expect(stderr).toContain('"a.avsc", "b.avsc" refer to each other in a circle');
    expect(exitCode).toBe(2);
  });

  it('a type that two files define differently is no guess, and one that is nearer is no doubt', async () => {
    await write({
      'one/money.avsc': record('Money', { amount: 'long' }),
      'two/money.avsc': record('Money', { amount: 'int' }),
      'order.avsc': record('Order', { total: 'shop.Money' }),
      'two/line.avsc': record('Line', { total: 'shop.Money' }),
    });
    const { stderr, exitCode } = await run('lint order.avsc');
    expect(stderr).toContain(
      'the Avro type "shop.Money", which "one/money.avsc" and "two/money.avsc" have',
    );
    expect(exitCode).toBe(2);
    expect((await run('lint two/line.avsc')).exitCode).toBe(0);
  });

  it('what was referred to and is gone is said of who refers to it', async () => {
    await write({
      'money.avsc': record('Money', { amount: 'long' }),
      'order.avsc': record('Order', { total: 'shop.Money' }),
    });
    commit();
    await rm(join(folder.path, 'money.avsc'));
    const { stderr, exitCode } = await run('check . --against git:main');
    expect(stderr).toMatch(/order\.avsc.*Money/);
    expect(exitCode).toBe(2);
  });
});

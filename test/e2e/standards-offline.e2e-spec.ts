import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { scratchFolder } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';

const SHOP = `
asyncapi: 3.0.0
info: { title: Shop, version: '1', contact: { name: orders }, license: { name: MIT } }
channels:
  placed:
    address: shop.placed
    messages:
      placed: { $ref: '#/components/messages/placed' }
  clicks:
    address: shop.clicks
    messages:
      click:
        name: shop.click
        payload:
          schemaFormat: application/vnd.apache.avro+yaml;version=1.9.0
          schema: { type: record, name: Click, fields: [{ name: at, type: long }] }
      proto:
        name: shop.seen
        payload:
          schemaFormat: application/vnd.google.protobuf;version=3
          schema: 'syntax = "proto3"; message Seen { string id = 1; }'
components:
  messages:
    placed:
      name: shop.placed
      title: Order placed
      headers: { type: object }
      payload:
        type: object
        properties: { total: { $ref: '#/components/schemas/money' } }
  schemas: { money: { type: integer } }
`;
const SCHEMA = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": { "total": { "$ref": "#/$defs/money" }, "paid": { "$ref": "#/$defs/money" } },
  "$defs": { "money": { "type": "integer", "maximum": 9007199254740993 } }
}
`;
const CONTRACT = `
apiVersion: concordat/v1
kind: EventContract
id: orders.placed
name: Order placed
owner: { team: orders }
schema: { format: json-schema, file: ./order.schema.json }
channel: { topic: orders, key: /total }
`;

describe('contracts and other standards, without a server', () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  const cli = (...words: string[]) => runCli(words, { cwd: folder.path });
  const read = (path: string) => readFile(join(folder.path, path), 'utf8');
  const write = (path: string, text: string) => writeFile(join(folder.path, path), text);
  beforeEach(async () => {
    folder = await scratchFolder();
  });
  afterEach(() => folder.remove());

  it('an AsyncAPI document becomes contract files, and what did not come over is listed', async () => {
    await write('shop.asyncapi.yaml', SHOP);
    const { stdout, stderr, exitCode } = await cli('import', 'shop.asyncapi.yaml', '--into', 'a/b');
    expect([stderr, exitCode]).toEqual(['', 0]);
    expect((await readdir(join(folder.path, 'a/b'))).sort()).toEqual([
      'shop.click.avsc',
      'shop.click.contract.yaml',
      'shop.placed.contract.yaml',
      'shop.placed.schema.json',
      'shop.seen.contract.yaml',
      'shop.seen.proto',
    ]);
    expect(stdout).toContain('wrote  a/b/shop.placed.contract.yaml\n');
    expect(stdout).toContain(
      'Not carried over from shop.asyncapi.yaml:\n  /components/messages/placed/headers\n  /info/license\n',
    );
    expect(stdout).toContain('Several messages share the topic "shop.clicks"');
    const linted = await cli('lint', 'a/b', '--format', 'json');
    expect(linted.stderr).toBe('');
    expect(JSON.parse(await read('a/b/shop.placed.schema.json'))).toMatchObject({
      properties: { total: { $ref: '#/$defs/money' } },
      $defs: { money: { type: 'integer' } },
    });
  });

  it.each(['asyncapi', 'odcs'])(
    'a contract that leaves as %s comes back with the same schema, to the last digit [covers 68]',
    async (standard) => {
      await write('order.contract.yaml', CONTRACT);
      await write('order.schema.json', SCHEMA);
      const file = `out/order.${standard}.json`;
      const left = await cli('export', 'order.contract.yaml', `--${standard}`, '--to-file', file);
      expect([left.stderr, left.exitCode]).toEqual(['', 0]);
      const printed = await cli('export', 'order.contract.yaml', `--${standard}`);
      expect(printed.stdout).toBe(await read(file));
      const back = await cli('import', file, '--into', 'back', '--format', 'json');
      expect(back.exitCode).toBe(0);
      expect(JSON.parse(back.stdout)).toMatchObject({ notes: [], lost: [], faults: [] });
      expect((await read('back/orders.placed.schema.json')).replace(/\s/g, '')).toBe(
        SCHEMA.replace(/\s/g, ''),
      );
      const differs = await cli('diff', 'order.contract.yaml', 'back/orders.placed.contract.yaml');
      expect([differs.stderr, differs.exitCode]).toEqual(['', 0]);
      const exported = await cli('export', 'back/orders.placed.contract.yaml', `--${standard}`);
      expect(exported.stdout).toBe(printed.stdout);
    },
  );

  it('what was there stays, and the process says so with its exit code', async () => {
    await write('shop.asyncapi.yaml', SHOP);
    await cli('import', 'shop.asyncapi.yaml', '--into', 'a');
    const again = await cli('import', 'shop.asyncapi.yaml', '--into', 'a');
    expect(again.stdout).toContain('same   a/shop.placed.schema.json');
    expect(again.exitCode).toBe(0);
    await write('a/shop.placed.schema.json', '{}');
    const changed = await cli('import', 'shop.asyncapi.yaml', '--into', 'a');
    expect(changed.stdout).toContain(
      'kept   a/shop.placed.schema.json, which was there and says something else',
    );
    expect(changed.exitCode).toBe(1);
    expect(await read('a/shop.placed.schema.json')).toBe('{}');
  });

  it('nothing leaves the folder, and what must be mended is said', async () => {
    const contract = { id: '../../out', schema: { type: 'JSON' }, channel: { topic: 'a' } };
    const document = {
      asyncapi: '3.0.0',
      channels: { a: { messages: { m: { payload: { type: 'odd' } } } } },
      'x-concordat': { contract },
    };
    await write('odd.json', JSON.stringify(document));
    await mkdir(join(folder.path, 'in'));
    const { stdout, exitCode } = await cli('import', 'odd.json', '--into', 'in');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('To mend:\n  in/out.contract.yaml');
    expect((await readdir(folder.path)).sort()).toEqual(['in', 'odd.json']);
  });

  it('a folder that cannot be made is said', async () => {
    await write('shop.asyncapi.yaml', SHOP);
    const { stderr, exitCode } = await cli(
      'import',
      'shop.asyncapi.yaml',
      '--into',
      'shop.asyncapi.yaml/x',
    );
    expect(stderr).toContain('cannot be written');
    expect(exitCode).toBe(2);
  });
});

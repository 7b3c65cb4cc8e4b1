import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Ask, asking, jsonSchema } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { scratchFolder } from '../support/folders.js';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const root = new URL('../..', import.meta.url).pathname;
const proto =
  'syntax = "proto3";\npackage shop;\n// Lost in our text, so its guid is given.\nmessage Line { string sku = 1; }\n';
const avro = (name: string, fields: readonly object[]) =>
  JSON.stringify({ type: 'record', name, namespace: 'shop', fields });
const metadata = {
  tags: { '**.email': ['PII'] },
  properties: { owner: 'o' },
  sensitive: ['owner'],
};
const ruleSet = {
  domainRules: [
    { name: 'r', kind: 'CONDITION', mode: 'WRITE', type: 'CEL', expr: 'true', disabled: true },
  ],
};

/** References, gaps, deletes, contexts, rules, settings and modes at every level. */
async function fill(ask: Ask): Promise<void> {
  const ok = async (...words: Parameters<Ask>) => {
    const answer = await ask(...words);
    if (answer.status >= 300) throw new Error(`${words[0]} ${words[1]}: ${answer.text}`);
    return answer;
  };
  const register = (subject: string, body: object, context = '') =>
    ok('POST', `${context}/subjects/${encodeURIComponent(subject)}/versions`, body);
  const money = avro('Money', [{ name: 'amount', type: 'long' }]);
  const order = (...more: object[]) => avro('Order', [{ name: 'total', type: 'Money' }, ...more]);
  const references = [{ name: 'shop.Money', subject: 'money', version: 1 }];
  // By name the referring subject comes first, so an import must find the order itself.
  await register('money', { schema: money });
  await register('a-orders', { schema: order(), references });
  await register('a-orders', {
    schema: order({ name: 'note', type: 'string', default: '' }),
    ...{ references, metadata, ruleSet },
  });
  for (const title of ['one', 'two', 'three'])
    await register('json-value', jsonSchema({ title, type: 'object' }));
  await ok('DELETE', '/subjects/json-value/versions/1');
  await ok('DELETE', '/subjects/json-value/versions/1?permanent=true');
  await ok('DELETE', '/subjects/json-value/versions/2');
  await register('gone value/ü', { schema: '"string"' });
  await ok('DELETE', `/subjects/${encodeURIComponent('gone value/ü')}`);
  await register('lines', { schemaType: 'PROTOBUF', schema: proto });
  await register('only', { schema: '"bytes"' }, '/contexts/other');
  const outside = [{ name: 'shop.Money', subject: ':.:money', version: 1 }];
  await register('uses', { schema: order(), references: outside }, '/contexts/other');
  await ok('PUT', '/config', { compatibility: 'FULL' });
  await ok('PUT', `/config/${encodeURIComponent(':.other:')}`, { compatibility: 'NONE' });
  await ok('PUT', '/config/json-value', {
    ...{ compatibility: 'FORWARD', compatibilityGroup: 'major', normalize: true },
    ...{ defaultMetadata: { properties: { team: 't' } }, overrideRuleSet: ruleSet },
  });
  await ok('PUT', '/config/orders-alias', { alias: 'a-orders' });
  await ok('PUT', '/mode/money', { mode: 'READONLY' });
  await ok('PUT', `/mode/${encodeURIComponent(':.other:')}`, { mode: 'READONLY' });
}

/** All of it as the API tells it, without when it was registered. */
async function told(ask: Ask): Promise<unknown> {
  const get = async (path: string) => (await ask('GET', path)).body as unknown;
  const subjects = (await get('/subjects?deleted=true')) as readonly string[];
  const versions = (await get('/schemas?deleted=true')) as readonly { ts: number }[];
  const scopes = [
    '',
    ...[':.other:', ...subjects, 'orders-alias'].map((each) => `/${encodeURIComponent(each)}`),
  ];
  const settings = [];
  for (const scope of scopes)
    settings.push([scope, await get(`/config${scope}`), await get(`/mode${scope}`)]);
  return { versions: versions.map(({ ts: _ts, ...rest }) => rest), settings };
}

/** What registries that speak less of the dialect, as Karapace does, leave out. */
const UNTOLD = ['guid', 'ts', 'metadata', 'ruleSet', 'alias', 'normalize', 'compatibilityGroup'];
const untold = new Set([...UNTOLD, 'defaultMetadata', 'overrideRuleSet']);

/** One context, no contexts' address, and nothing but what such a registry tells. */
function withoutExtras(ask: Ask): Server {
  return createServer((request, response) => {
    const answer = async () => {
      const { url = '/' } = request;
      const { status, body } = url.startsWith('/contexts')
        ? { status: 404, body: { error_code: 404, message: 'HTTP 404 Not Found' } }
        : await ask('GET', url);
      const bare = Array.isArray(body)
        ? body.filter((each: unknown) => !String(each).startsWith(':.'))
        : body;
      const isTold = (name: string, value: unknown) =>
        !untold.has(name) && !(name === 'schemaType' && value === 'AVRO');
      response.writeHead(status, { 'content-type': 'application/vnd.schemaregistry.v1+json' });
      response.end(
        JSON.stringify(bare, (name, value: unknown) => (isTold(name, value) ? value : undefined)),
      );
    };
    void answer();
  });
}

/** Each starts a registry of its own, and runs the command several times. */
jest.setTimeout(240_000);

describe('moving a registry', () => {
  let source: StartedConcordat;
  let folder: Awaited<ReturnType<typeof scratchFolder>>;
  const started: StartedConcordat[] = [];
  const start = async () => {
    const one = await startConcordat();
    started.push(one);
    return one;
  };
  const from = asking(() => source.registryUrl);
  beforeAll(async () => {
    source = await start();
    folder = await scratchFolder();
    await fill(from);
  });
  afterAll(async () => {
    await Promise.all(started.map((each) => each.stop()));
    await folder.remove();
  });
  const cli = (target: StartedConcordat, ...words: string[]) =>
    runCli(words, { cwd: folder.path, env: { CONCORDAT_REGISTRY_URL: target.registryUrl } });
  const json = async (target: StartedConcordat, ...words: string[]) => {
    const { stdout, stderr, exitCode } = await cli(target, ...words, '--format', 'json');
    if (!stdout) throw new Error(stderr);
    return { exitCode, body: JSON.parse(stdout) as Record<string, unknown> };
  };

  it('takes over everything under its ids, numbers and guids, and a second run changes nothing', async () => {
    const target = await start();
    const to = asking(() => target.registryUrl);
    const tried = await json(target, 'import', '--from', source.registryUrl, '--dry-run');
    expect(tried).toMatchObject({ exitCode: 0, body: { isDryRun: true, added: 9, conflicts: [] } });
    expect((await to('GET', '/subjects?deleted=true')).body).toEqual([]);
    const first = await cli(target, 'import', '--from', source.registryUrl);
    expect(first.stdout).toContain('imported      9 versions (2 deleted as they are there)');
    expect(first.stdout).toContain(
      '✓ compared: 9 of 9 versions are here under their ids and numbers, 9 of 9 under their guids',
    );
    expect(first.exitCode).toBe(0);
    expect(await told(to)).toEqual(await told(from));
    const again = await cli(target, 'import', '--from', source.registryUrl);
    expect(again.stdout).toContain('nothing to change');
    expect(again.exitCode).toBe(0);
    expect(await told(to)).toEqual(await told(from));
    // An id given later is none of those that came along.
    const fresh = await to('POST', '/subjects/new-value/versions', { schema: '"double"' });
    expect(fresh.body.id).toBeGreaterThan(8);
  });

  it('takes over what a registry without guids, metadata and contexts tells, and a second run changes nothing', async () => {
    const target = await start();
    const to = asking(() => target.registryUrl);
    const lesser = withoutExtras(from).listen(0, '127.0.0.1');
    await once(lesser, 'listening');
    const address = `http://127.0.0.1:${(lesser.address() as AddressInfo).port}`;
    const first = await cli(target, 'import', '--from', address);
    expect(first.stdout).toContain(
      '✓ compared: 7 of 7 versions are here under their ids and numbers',
    );
    expect(first.exitCode).toBe(0);
    const kept = (await to('GET', '/schemas?deleted=true')).body as { id: number }[];
    const there = (await from('GET', '/schemas?deleted=true&subjectPrefix=:.:')).body;
    const place = ({ id, subject, version, deleted }: Record<string, unknown>) =>
      JSON.stringify({ id, subject, version, deleted });
    expect(kept.map(place)).toEqual((there as Record<string, unknown>[]).map(place));
    const again = await cli(target, 'import', '--from', address);
    expect(again.stdout).toContain('nothing to change');
    expect(again.exitCode).toBe(0);
    expect((await to('GET', '/schemas?deleted=true')).body).toEqual(kept);
    lesser.close();
  });

  it('goes through a dump, a folder and back without a difference', async () => {
    const target = await start();
    const to = asking(() => target.registryUrl);
    expect((await cli(source, 'export', '--to-file', 'all.jsonl')).exitCode).toBe(0);
    expect((await cli(target, 'import', '--from', 'all.jsonl')).stdout).toContain(
      '✓ compared: 9 of 9',
    );
    expect(await told(to)).toEqual(await told(from));
    expect((await cli(target, 'export', '--to-folder', 'folder')).stdout).toContain(
      '9 versions of 7 subjects',
    );
    const lines = async (path: string) =>
      (await readFile(join(folder.path, path), 'utf8')).split('\n').sort();
    expect(await lines('folder/registry.jsonl')).toEqual(await lines('all.jsonl'));
    expect(await readFile(join(folder.path, 'folder/money/1.avsc'), 'utf8')).toContain('"Money"');
    expect((await json(target, 'import', '--from', 'folder')).body).toMatchObject({
      ...{ added: 0, unchanged: 9, settings: 0, isComplete: true },
    });
  });

  it('hands everything on to another registry through its API', async () => {
    const target = await start();
    const handed = await cli(source, 'export', '--to', target.registryUrl);
    expect(handed.stdout).toContain('✓ compared: 9 of 9');
    expect(await told(asking(() => target.registryUrl))).toEqual(await told(from));
  });

  it('names what stands in the way and overwrites nothing', async () => {
    const target = await start();
    const to = asking(() => target.registryUrl);
    // Id 1 means something else here, and a subject of the same name has another first version.
    const mine = await to('POST', '/subjects/mine/versions', jsonSchema({ title: 'mine' }));
    await to('POST', '/subjects/lines/versions', jsonSchema({ title: 'other' }));
    await to('PUT', '/config/json-value', { compatibility: 'NONE' });
    expect(mine.body.id).toBe(1);
    const tried = await json(target, 'import', '--from', source.registryUrl, '--dry-run');
    const ran = await json(target, 'import', '--from', source.registryUrl);
    for (const { exitCode, body } of [tried, ran]) {
      expect(exitCode).toBe(1);
      expect(body['conflicts']).toEqual(
        expect.arrayContaining([
          {
            where: 'money version 1',
            what: 'has id 1, which means other content here (mine version 1).',
          },
          {
            where: 'lines version 1',
            what: expect.stringMatching(/^is there already under id 2, not \d/),
          },
          { where: 'json-value', what: expect.stringContaining('is configured otherwise') },
        ]),
      );
    }
    expect(ran.body).toMatchObject({ isComplete: false });
    // What referred to a schema that could not come was refused, and says so; the rest is here.
    expect(JSON.stringify(ran.body['conflicts'])).toContain('a-orders version 1');
    expect((await to('GET', '/subjects/mine/versions/1')).body).toMatchObject({ id: 1 });
    expect((await to('GET', '/subjects/json-value/versions')).body).toEqual([3]);
    expect((await to('GET', '/config/json-value')).body).toEqual({ compatibilityLevel: 'NONE' });
    expect((await to('GET', '/mode/a-orders')).body.error_code).toBe(40409);
  });

  it('reads a topic as Kafka prints it: tombstones, deletes, what came later', async () => {
    const target = await start();
    const to = asking(() => target.registryUrl);
    const schema = (subject: string, version: number, id: number, more: object = {}) => [
      { keytype: 'SCHEMA', subject, version, magic: 1 },
      {
        subject,
        version,
        id,
        schema: JSON.stringify({ type: 'fixed', name: `F${id}`, size: id }),
        deleted: false,
        ...more,
      },
    ];
    const lines: readonly (readonly unknown[])[] = [
      [{ keytype: 'NOOP', magic: 0 }, null],
      [{ keytype: 'CONTEXT', tenant: 'default', context: '.c', magic: 0 }, { context: '.c' }],
      schema('kept', 1, 11),
      schema('kept', 2, 12, { guid: '0f0e0d0c-0b0a-4908-8706-050403020100' }),
      schema('kept', 3, 13),
      [{ keytype: 'SCHEMA', subject: 'kept', version: 3, magic: 1 }, null],
      schema('soft', 1, 14),
      [
        { keytype: 'DELETE_SUBJECT', subject: 'soft', magic: 0 },
        { subject: 'soft', version: 1 },
      ],
      schema('soft', 2, 15),
      schema('cleared', 1, 16),
      [{ keytype: 'CLEAR_SUBJECT', subject: 'cleared', magic: 0 }, { subject: 'cleared' }],
      schema(':.c:inside', 7, 11),
      schema('kept', 1, 11, { deleted: true }),
      [
        { keytype: 'CONFIG', subject: null, magic: 0 },
        { subject: null, compatibilityLevel: 'FULL' },
      ],
      [
        { keytype: 'CONFIG', subject: 'soft', magic: 0 },
        { subject: 'soft', compatibilityLevel: 'NONE' },
      ],
      [
        { keytype: 'MODE', subject: 'kept', magic: 0 },
        { subject: 'kept', mode: 'READONLY' },
      ],
      [{ keytype: 'MODE', subject: 'soft', magic: 0 }, null],
      [{ keytype: 'EXPORTER', name: 'x', magic: 0 }, { name: 'x' }],
    ];
    const text = lines
      .map((each) => each.map((part) => JSON.stringify(part)).join('\t'))
      .join('\n');
    await writeFile(join(folder.path, 'topic.jsonl'), `${text}\n`);
    const ran = await json(target, 'import', '--from', 'topic.jsonl');
    expect(ran).toMatchObject({
      exitCode: 0,
      body: { added: 5, deleted: 2, compared: { versions: 5, guids: 1, guidsTold: 1 } },
    });
    expect(ran.body['notes']).toEqual(['1 line of kind EXPORTER are not taken over.']);
    const all = (await to('GET', '/schemas?deleted=true')).body as readonly Record<
      string,
      unknown
    >[];
    expect(
      all.map((each) => [each['subject'], each['version'], each['id'], each['deleted']]),
    ).toEqual([
      ...[
        ['kept', 1, 11, true],
        ['kept', 2, 12, undefined],
      ],
      ...[
        ['soft', 1, 14, true],
        ['soft', 2, 15, undefined],
      ],
      [':.c:inside', 7, 11, undefined],
    ]);
    const byGuid = await to('GET', '/schemas/guids/0f0e0d0c-0b0a-4908-8706-050403020100');
    expect(byGuid.body.schema).toContain('"F12"');
    expect((await to('GET', '/config')).body).toEqual({ compatibilityLevel: 'FULL' });
    expect((await to('GET', '/mode/kept')).body).toEqual({ mode: 'READONLY' });
    expect((await json(target, 'import', '--from', 'topic.jsonl')).body).toMatchObject({
      added: 0,
      deleted: 0,
      settings: 0,
    });
  });

  it('goes on where a run was killed', async () => {
    const target = await start();
    const to = asking(() => target.registryUrl);
    const many = Array.from({ length: 150 }, (_, n) =>
      [
        { keytype: 'SCHEMA', subject: `many-${n}`, version: 1, magic: 1 },
        {
          version: 1,
          id: 1_000 + n,
          schema: JSON.stringify({ type: 'fixed', name: 'F', size: n + 1 }),
          deleted: n % 3 === 0,
        },
      ]
        .map((part) => JSON.stringify(part))
        .join('\t'),
    );
    await writeFile(join(folder.path, 'many.jsonl'), many.join('\n'));
    const child = spawn(
      process.execPath,
      [
        `${root}bin/concordat.js`,
        'import',
        '--from',
        'many.jsonl',
        '--registry',
        target.registryUrl,
      ],
      { cwd: folder.path, stdio: 'ignore' },
    );
    const count = async () =>
      ((await to('GET', '/subjects?deleted=true')).body as readonly string[]).length;
    await eventually(async () => expect(await count()).toBeGreaterThan(5), 60_000);
    child.kill('SIGKILL');
    const [left] = (await to('GET', '/subjects')).body as readonly string[];
    expect((await to('GET', `/mode/${left}`)).body).toEqual({ mode: 'IMPORT' });
    const resumed = await json(target, 'import', '--from', 'many.jsonl');
    expect(resumed).toMatchObject({
      exitCode: 0,
      body: { isComplete: true, compared: { versions: 150 } },
    });
    expect(
      (resumed.body['added'] as number) + (resumed.body['unchanged'] as number),
    ).toBeLessThanOrEqual(150);
    expect((await to('GET', `/mode/${left}`)).body.error_code).toBe(40409);
    expect((await to('GET', '/subjects')).body).toHaveLength(100);
  });

  it('says what is wrong with a source, and leaves the target alone', async () => {
    const target = source;
    const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
      [['import', '--from', 'nowhere.jsonl'], 2, /There is no file or folder "nowhere.jsonl"/],
      [['import', '--from', 'http://127.0.0.1:2'], 3, /did not answer: nothing listens there/],
      [['import', '--from', target.gatewayUrl], 2, /not like a schema registry/],
      [['export'], 2, /one place, and none or several/],
      [['export', '--to-file', 'a', '--to', 'http://127.0.0.1:2'], 2, /one place/],
    ];
    for (const [words, code, sentence] of cases) {
      const { stderr, exitCode } = await cli(target, ...words);
      expect(stderr).toMatch(sentence);
      expect([words.join(' '), exitCode]).toEqual([words.join(' '), code]);
    }
    await writeFile(join(folder.path, 'bad.jsonl'), '{"keytype":"NOOP"}\tnull\nnot a line\n');
    expect((await cli(target, 'import', '--from', 'bad.jsonl')).stderr).toContain(
      'bad.jsonl:2: This is a line',
    );
  });
});

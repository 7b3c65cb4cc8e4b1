import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import type { Io } from '../../src/cli/io.js';
import { runProgram } from '../../src/cli/program.js';

/**
 * Every command with every kind of bad input: an exit code of the table and one sentence, never a
 * stack, never a pass. What throws here is a fault of ours and fails the test by itself.
 */
const folder = mkdtempSync(join(tmpdir(), 'concordat-bad-'));
const GOOD = 'good/thing.contract.yaml';
const FINGERPRINT = 'AAAAAAAAAAAAAAAA';
const SCHEMA = '{ "type": "object" }\n';
const contract = (more = '') =>
  `apiVersion: concordat/v1\nkind: EventContract\nid: shop.thing-happened\nowner: { team: shop }\nschema: { file: ./thing.schema.json }\nchannel: { topic: shop }\n${more}`;

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

async function said(words: readonly string[], env: Record<string, string> = {}) {
  const written = { out: '', err: '' };
  const io: Io = {
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    ...{ isTTY: false, isColour: false, columns: 80, cwd: folder, fetch, env },
    clock: { nowMs: () => Date.parse('2026-11-23T12:00:00Z') },
  };
  const code = await runProgram(words, io, { version: '0' });
  return { code, ...written };
}

/** A sentence or a few, and nothing of the machine room. */
function expectSentence(
  { code, out, err }: Awaited<ReturnType<typeof said>>,
  wanted: number,
): void {
  expect({ code, out, err }).toMatchObject({ code: wanted, out: '' });
  const [first = ''] = err.split('\n');
  expect(first).toMatch(/^["/\p{L}-].{8,}[.?!]$/u);
  expect(err).not.toMatch(/\n\s+at |Error:|undefined|\[object|node:|E[A-Z]{4,}:/);
}

const deep = (open: string) => open.repeat(100_000);
const BAD_FILES: Readonly<Record<string, string | Uint8Array>> = {
  'empty.contract.yaml': '',
  'empty.schema.json': '',
  'empty.avsc': '',
  'binary.contract.yaml': new Uint8Array([0, 255, 1, 2, 195, 40]),
  'binary.schema.json': new Uint8Array([255, 254, 123, 0]),
  'nul.contract.yaml': 'a: \0b\n',
  'tab.contract.yaml': 'id: x\n\tb: 1\n',
  'twice.contract.yaml': contract('id: again\n'),
  'twice.schema.json': '{ "type": "object", "type": "string" }',
  'several.contract.yaml': `${contract()}---\n${contract()}`,
  'tagged.contract.yaml': '!!js/function x: 1\n',
  'list.contract.yaml': '- a\n',
  'null.contract.json': 'null',
  'typo.contract.yaml': contract('chanel: x\n'),
  'deep.contract.yaml': deep('['),
  'deep.schema.json': deep('{"not":'),
  'large.contract.yaml': `# ${'x'.repeat(10_000_000)}`,
  'large.schema.json': `"${'x'.repeat(10_000_000)}"`,
  'half.avsc': '{ "type": "record" }',
  'half.proto': 'message {',
  'elsewhere.contract.yaml': contract().replace('./thing', '../../../../etc/thing'),
  'copies.contract.yaml': `a: &a [x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g'].map((key, i) => `${key}: &${key} [${Array(9).fill(`*${'abcdef'[i]}`).join(',')}]`).join('\n')}\n`,
};
const NO_FILES = [
  'gone.contract.yaml',
  '../nowhere',
  '-',
  'a\u0001b',
  'x'.repeat(5_000),
  'bad/loop.yaml',
];

/** A file in the place of each argument that takes one. */
const takesFile: Readonly<Record<string, (path: string) => readonly string[]>> = {
  lint: (path) => ['lint', path],
  check: (path) => ['check', path, '--against', 'git:HEAD'],
  'check --against': (path) => ['check', GOOD, '--against', path],
  'check --config': (path) => ['check', '--config', path],
  'diff, old': (path) => ['diff', path, GOOD],
  'diff, new': (path) => ['diff', GOOD, path],
  'changelog, old': (path) => ['changelog', path, GOOD],
  'changelog, new': (path) => ['changelog', 'git:HEAD', path],
  explain: (path) => ['explain', FINGERPRINT, path, '--against', 'git:HEAD'],
  publish: (path) => ['publish', path, '--registry', 'http://127.0.0.1:9'],
  'waiver list': (path) => ['waiver', 'list', '--config', path],
};

beforeAll(() => {
  write(GOOD, contract());
  write('good/thing.schema.json', SCHEMA);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, stdio: 'pipe' });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '-qm', 'first');
  for (const [name, content] of Object.entries(BAD_FILES)) write(`bad/${name}`, content);
  symlinkSync('loop.yaml', join(folder, 'bad/loop.yaml'));
  mkdirSync(join(folder, 'folders/none.contract.yaml'), { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a bad file', () => {
  it.each(Object.entries(takesFile))('in the place of %s is said', async (_, words) => {
    for (const path of [...Object.keys(BAD_FILES).map((name) => `bad/${name}`), ...NO_FILES, ''])
      expectSentence(await said(words(path)), 2);
  });

  it.each(Object.entries(takesFile))(
    'a folder with nothing in it in the place of %s is said',
    async (_, words) => {
      expectSentence(await said(words('folders/none.contract.yaml')), 2);
    },
  );

  it.each(['', '/proc/nowhere/file', 'good', `${'x'.repeat(300)}/y`, `${GOOD}/below`])(
    'for a report at "%s" is said',
    async (path) => {
      const { code, err } = await said([
        'check',
        GOOD,
        '--against',
        'git:HEAD',
        '--format',
        `json=${path}`,
      ]);
      expect([code, err]).toEqual([2, expect.stringMatching(/^[^]{10,}\.\n/)]);
    },
  );
});

describe('a bad word', () => {
  it.each([
    [['chek'], 'Did you mean check?'],
    [['check', '--agianst', 'x'], 'Did you mean --against?'],
    [['check', GOOD, '--mode', 'SIDEWAYS'], 'BACKWARD'],
    [['check', GOOD, '--fail-on', 'error'], 'breaking'],
    [['check', GOOD, '--against', 'git:HEAD', '--format', 'jsn'], 'json'],
    [['check', GOOD, '--against', 'registry', '--offline'], '--offline'],
    [['check', GOOD, '--against', 'git:HEAD', '--since', '2'], '--since'],
    [['check', GOOD, '--against', 'https://example.com/'], 'no file or folder'],
    [['check', GOOD], '--against'],
    [['check'], 'No path was named'],
    [['diff', GOOD], "'new'"],
    [['keys', 'constructor'], 'create, list, revoke'],
    [['keys', 'create'], 'The name of who gets the key'],
    [['keys', 'revoke', ''], 'The id of the key'],
    [['waiver', '__proto__'], 'add, list, prune'],
    [['start', '--port', '1'], '--port'],
    [['check', GOOD, '--against', 'registry', '--registry', 'localhost'], 'http://127.0.0.1:8081'],
  ])('%j is answered with what to do', async (words, help) => {
    const { code, err } = await said(words);
    expect([code, err]).toEqual([2, expect.stringContaining(help)]);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('what every object has is no rule, and so an event to ask the gateway for', async () => {
    const { code, err } = await said(['explain', 'constructor', '--gateway', 'http://127.0.0.1:1']);
    expect([code, err]).toEqual([3, expect.stringContaining('did not answer')]);
  });

  it.each([
    '',
    'nowhere',
    '--help',
    'HEAD~9',
    'main..HEAD',
    'HEAD:good',
    'HEAD^{tree}',
    '@{u}',
    'a b',
    '\u0001',
  ])('the git reference "%s" is said not to be one', async (ref) => {
    expectSentence(await said(['check', 'good', '--against', `git:${ref}`]), 2);
    expectSentence(
      await said(['check', 'good', '--against', 'git:HEAD', '--changed-since', ref]),
      2,
    );
  });

  it('where there is no git it is said', async () => {
    expect((await said(['check', GOOD, '--against', 'git:HEAD'])).code).toBe(0);
    rmSync(join(folder, '.git'), { recursive: true });
    expectSentence(await said(['check', GOOD, '--against', 'git:HEAD']), 2);
    expectSentence(await said(['check', GOOD, '--against', 'good', '--changed-since', 'HEAD']), 2);
  });
});

const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const page =
  (status: number): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html>Welcome</html>');
  };
/** One version under every subject, and no contract. */
const oneVersion =
  (version: unknown): RequestListener =>
  (request, response) => {
    const { url = '' } = request;
    if (url.startsWith('/v1/')) return json(404, { error_code: 404 })(request, response);
    return json(200, /versions$/.test(url) ? [1] : version)(request, response);
  };
const endless: RequestListener = (_, response) => {
  const block = Buffer.alloc(1 << 20, 120);
  let left = (2 * limits.answerBytes.value) / block.length;
  const more = (): void => {
    while (left-- > 0) if (!response.write(block)) return void response.once('drain', more);
    response.end();
  };
  more();
};
const endlessReferences = (): RequestListener => {
  let count = 0;
  return (request, response) =>
    oneVersion({
      ...{ schema: '{}', schemaType: 'JSON' },
      references: [{ name: `r${count++}`, subject: 'x', version: 1 }],
    })(request, response);
};

/** What only looks like a registry, and the exit code that says whose fault it is. */
const BAD_SERVERS: Readonly<Record<string, readonly [RequestListener, number]>> = {
  'a web page': [page(200), 3],
  'a web page that is not found': [page(404), 3],
  'a proxy without a server': [page(503), 3],
  'an error of its own': [json(500, { error_code: 50001, message: 'The store is down.' }), 3],
  'that it wants a key': [json(401, { error_code: 40101, message: 'Unauthorized.' }), 2],
  null: [json(200, null), 3],
  'an object': [json(200, {}), 3],
  'a list of anything': [json(200, ['a', {}, -1]), 3],
  'more than an answer may hold': [endless, 3],
  nothing: [(request) => request.socket.destroy(), 3],
  'itself, again and again': [
    ({ url = '' }, response) => void response.writeHead(302, { location: url }).end(),
    3,
  ],
};
const BAD_VERSIONS: Readonly<Record<string, RequestListener>> = {
  'no schema': oneVersion({ version: 1 }),
  'a schema that is a number': oneVersion({ schema: 17 }),
  'a language nobody knows': oneVersion({ schema: 'x', schemaType: 'XML' }),
  'references without an end': endlessReferences(),
};

async function withServer(listener: RequestListener, ask: (url: string) => Promise<void>) {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('a server that answers', () => {
  const registryCommands = [
    ['check', GOOD, '--against', 'registry'],
    ['changelog', 'registry', GOOD],
    ['publish', GOOD],
    ['keys', 'list'],
    ['keys', 'create', 'ada'],
  ];

  it.each(Object.entries(BAD_SERVERS))('%s is not taken for a registry', (_, [listener, code]) =>
    withServer(listener, async (url) => {
      for (const words of registryCommands)
        expectSentence(await said([...words, '--registry', url]), code);
    }),
  );

  it.each(Object.entries(BAD_VERSIONS))(
    '%s for a version leaves the question open',
    (_, listener) =>
      withServer(listener, async (url) => {
        expectSentence(await said(['check', GOOD, '--against', 'registry', '--registry', url]), 3);
      }),
  );

  it('who asks by name and password in the address is not printed', () =>
    withServer(json(500, { message: 'No.' }), async (url) => {
      const address = url.replace('://', '://ada:secret@');
      const { err } = await said(['publish', GOOD, '--registry', address]);
      expect(err).toContain(url);
      expect(err).not.toContain('secret');
    }));

  it('nothing at all, for there is none, leaves the question open', async () => {
    for (const words of registryCommands)
      expectSentence(await said([...words, '--registry', 'http://127.0.0.1:1']), 3);
    const bad = { CONCORDAT_KEY: 'two\nlines' };
    expectSentence(await said(['keys', 'list', '--registry', 'http://127.0.0.1:1'], bad), 2);
  });
});

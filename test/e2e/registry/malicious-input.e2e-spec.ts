import { connect, createServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking, jsonSchema } from '../../support/ask.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

const NEWEST = 'https://json-schema.org/draft/2020-12/schema';
const nested = (depth: number, open: string, close: string, core: string) =>
  open.repeat(depth) + core + close.repeat(depth);

describe('malicious input to the registry', () => {
  let concordat: StartedConcordat;
  let listener: Server;
  let connections = 0;
  let outside: string;
  const ask = asking(() => concordat.registryUrl);
  const avro = (subject: string, schema: unknown) =>
    ask('POST', `/subjects/${subject}/versions`, {
      schema: typeof schema === 'string' ? schema : JSON.stringify(schema),
    });
  const json = (subject: string, schema: unknown, rest: object = {}) =>
    ask('POST', `/subjects/${subject}/versions`, jsonSchema(schema, rest));
  /** Bytes as they are, and all that comes back until the server closes. */
  const raw = (bytes: string | Buffer, keepOpen = false): Promise<string> =>
    new Promise((done) => {
      const { hostname, port } = new URL(concordat.registryUrl);
      const socket: Socket = connect(Number(port), hostname);
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
        if (answer.includes('\r\n\r\n')) socket.destroy();
      });
      socket.on('error', () => undefined);
      socket.on('close', () => done(answer));
      socket.write(bytes);
      if (keepOpen) setTimeout(() => socket.destroy(), 1_000);
    });

  beforeAll(async () => {
    concordat = await startConcordat();
    listener = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
    outside = `127.0.0.1:${(listener.address() as { port: number }).port}`;
  }, 90_000);
  afterAll(async () => {
    listener.close();
    await concordat.stop();
  });

  it('a schema too deep, too wide or too branched is refused by the name of its limit', async () => {
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`p${i}`, {}]));
    const branches = { anyOf: Array.from({ length: 300 }, (_, i) => ({ const: i })) };
    const patterns = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`^${i}$`, {}]));
    for (const [name, schema] of [
      ['deep', nested(5_000, '{"not":', '}', '{}')],
      ['wide', { properties: wide }],
      ['branched', branches],
      ['patterns', { patternProperties: patterns }],
      ['enum', { enum: Array.from({ length: 5_001 }, (_, i) => i) }],
    ] as const) {
      const { status, body } = await json(name, schema);
      expect([name, status, body.error_code]).toEqual([name, 422, 42201]);
      expect([name, body.faults?.[0]?.code]).toEqual([
        name,
        expect.stringMatching(/^SCHEMA_.*TOO_(DEEP|WIDE|MANY|LONG)/),
      ]);
    }
    for (const [name, schema] of [
      ['avro-deep', nested(5_000, '{"type":"array","items":', '}', '"int"')],
      ['avro-wide', { type: 'record', name: 'W', fields: fields(10_000) }],
    ] as const)
      expect([name, (await avro(name, schema)).body.error_code]).toEqual([name, 42201]);
  });

  it('a $ref that fans out, turns round or leads away ends in a verdict and opens no socket', async () => {
    const level = (index: number) => ({
      allOf: [{ $ref: `#/$defs/l${index + 1}` }, { $ref: `#/$defs/l${index + 1}` }],
    });
    const $defs = Object.fromEntries(
      Array.from({ length: 31 }, (_, i) => [`l${i}`, i < 30 ? level(i) : { type: 'string' }]),
    );
    const fan = { $ref: '#/$defs/l0', $defs };
    expect((await json('fan', fan)).status).toBeLessThan(500);
    expect((await json('fan', { ...fan, title: 'next' })).status).toBeLessThan(500);
    expect((await json('round', { $ref: '#' })).status).toBeLessThan(500);
    const tree = { properties: { next: { $ref: '#' } } };
    expect((await json('tree', tree)).status).toBe(200);
    for (const $ref of [
      `http://${outside}/a`,
      `https://${outside}/a#/b`,
      `//${outside}/a`,
      'http://169.254.169.254/latest/meta-data',
      'file:///etc/passwd',
      'jar:file:///a!/b',
      'data:application/json,{}',
    ]) {
      for (const schema of [{ $ref }, { $schema: NEWEST, $dynamicRef: $ref }, { $schema: $ref }]) {
        const { status, body } = await json('away', schema);
        expect([$ref, status, body.error_code]).toEqual([$ref, 422, 42201]);
      }
      const based = { $id: $ref, properties: { a: { $ref: 'b.json' } } };
      expect([$ref, (await json('based', based)).status]).toEqual([$ref, 422]);
    }
    expect(connections).toBe(0);
  }, 60_000);

  it('an Avro array of things without width is a verdict, and so are names that lie', async () => {
    for (const schema of [
      { type: 'array', items: 'null' },
      { type: 'map', values: { type: 'record', name: 'E', fields: [] } },
      { type: 'array', items: { type: 'fixed', name: 'F', size: 0 } },
      { type: 'fixed', name: 'G', size: 2_147_483_648 },
      { type: 'record', name: '__proto__', fields: [{ name: 'constructor', type: 'int' }] },
      { type: 'record', name: 'A{}; process.exit()', fields: [] },
      { type: 'enum', name: 'H', symbols: ['a', 'a'] },
      { type: 'record', name: 'I', fields: [{ name: 'a', type: 'I' }] },
    ]) {
      const { status } = await avro('zero', schema);
      expect([JSON.stringify(schema), status < 500]).toEqual([JSON.stringify(schema), true]);
      await ask('DELETE', '/subjects/zero');
    }
    expect((await ask('GET', '/healthz')).status).toBe(200);
  });

  it('a .proto with options that reach for prototypes changes nothing here', async () => {
    for (const schema of [
      'syntax = "proto3"; option (constructor.prototype.polluted) = "x"; message A {}',
      'syntax = "proto3"; option __proto__.polluted = "x"; message A {}',
      'syntax = "proto3"; message A{}; process.exit(); message B {}',
      `syntax = "proto3"; import "http://${outside}/a.proto"; message A {}`,
      `syntax = "proto3"; ${nested(2_000, 'message A {', '}', '')}`,
    ]) {
      const body = { schema, schemaType: 'PROTOBUF' };
      const { status } = await ask('POST', '/subjects/gadget/versions', body);
      expect([schema.slice(0, 60), status < 500]).toEqual([schema.slice(0, 60), true]);
    }
    expect((await json('after', { type: 'string' })).body.polluted).toBeUndefined();
    expect(connections).toBe(0);
  });

  it('a compressed body is refused, however little it is', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    for (const path of ['/subjects/gzip/versions', '/v1/contracts', '/v1/checks']) {
      const { status } = await ask('POST', path, bomb, { 'content-encoding': 'gzip' });
      expect([path, status >= 400 && status < 500]).toEqual([path, true]);
    }
  });

  it('64 MB are refused before they are read', async () => {
    const head = `POST /v1/contracts HTTP/1.1\r\nHost: a\r\nContent-Length: ${64 * 1024 * 1024}\r\n\r\n`;
    expect(await raw(head)).toMatch(/^HTTP\/1.1 413 /);
    const chunk = `${(1024 * 1024).toString(16)}\r\n${' '.repeat(1024 * 1024)}\r\n`;
    const chunked = 'POST /v1/contracts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
    expect(await raw(chunked + chunk.repeat(4))).toMatch(/^HTTP\/1.1 413 /);
  });

  it('who sends on after the refusal, and listens only then, hears it all the same', async () => {
    const { hostname, port } = new URL(concordat.registryUrl);
    const socket = connect(Number(port), hostname).pause();
    const faults: Error[] = [];
    socket.on('error', (error) => faults.push(error));
    socket.write('POST /v1/contracts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    const chunk = `100000\r\n${' '.repeat(1024 * 1024)}\r\n`;
    for (let sent = 0; sent < 8; sent++) {
      await new Promise((done) => socket.write(chunk, done));
      await pause(50);
    }
    socket.end('0\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1.1 413 [^]*"code":"BODY_TOO_LARGE"/);
    expect(faults).toEqual([]);
  });

  it('who never ends a refused body is cut off', async () => {
    const { hostname, port } = new URL(concordat.registryUrl);
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.on('error', () => undefined);
    socket.write('POST /v1/contracts HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    const more = setInterval(() => socket.write(`10000\r\n${' '.repeat(0x10000)}\r\n`), 10);
    await new Promise((done) => socket.resume().once('close', done));
    clearInterval(more);
  });

  it('a head too large or no HTTP at all is told so in words', async () => {
    const large = await raw(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`);
    expect(large).toMatch(/^HTTP\/1.1 431 /);
    expect(large).toMatch(/"code":"HEAD_TOO_LARGE"/);
    const none = await raw('hello\r\n\r\n');
    expect(none).toMatch(/^HTTP\/1.1 400 /);
    expect(none).toMatch(/"code":"REQUEST_MALFORMED"/);
  });

  it('two hundred bodies that never end keep nobody else waiting', async () => {
    const head = 'POST /v1/contracts HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{';
    const slow = Array.from({ length: 200 }, () => raw(head, true));
    expect((await ask('GET', '/subjects')).status).toBe(200);
    expect((await json('meanwhile', { type: 'string' })).status).toBe(200);
    await Promise.all(slow);
  });
});

const fields = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `f${index}`, type: 'int' }));

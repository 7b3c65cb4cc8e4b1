import { request } from 'node:http';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aContract, asking, jsonSchema } from '../../support/ask.js';
import { startConcordat, type StartedConcordat } from '../../support/start-concordat.js';

/** Says how long the body will be and waits for the answer without sending it. */
const announce = (url: string, bytes: number) =>
  new Promise<number | undefined>((done, refuse) => {
    const asked = request(url, { method: 'POST', headers: { 'content-length': bytes } });
    asked.on('response', (answer) => {
      done(answer.statusCode);
      asked.destroy();
    });
    asked.on('error', refuse);
    asked.flushHeaders();
  });

describe('bad input to the registry', () => {
  let concordat: StartedConcordat;
  let listener: Server;
  let connections = 0;
  let url: string;
  const ask = asking(() => concordat.registryUrl);
  const register = (subject: string, schema: unknown, rest: object = {}) =>
    ask('POST', `/subjects/${subject}/versions`, jsonSchema(schema, rest));

  beforeAll(async () => {
    concordat = await startConcordat();
    listener = createServer((socket) => {
      connections++;
      socket.destroy();
    });
    await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done));
    const { port } = listener.address() as { port: number };
    url = `http://127.0.0.1:${port}/schema.json`;
  }, 90_000);
  afterAll(async () => {
    listener.close();
    await concordat.stop();
  });

  it.each([
    ['not JSON', '{"schema":'],
    ['empty', ''],
    ['invalid UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
  ])('a body that is %s is refused with a sentence', async (_name, body) => {
    const refused = await ask('POST', '/subjects/a/versions', body);
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({
      error_code: 400,
      message: expect.stringMatching(/cannot be read as JSON/),
    });
    expect((await ask('PUT', '/config', body)).status).toBe(400);
    expect((await ask('POST', '/v1/checks', body)).body.code).toBe('BODY_NOT_JSON');
    expect((await ask('POST', '/v1/contracts', body)).status).toBeGreaterThanOrEqual(400);
    expect((await ask('POST', '/v1/contracts', body)).status).toBeLessThan(500);
  });

  it('a body of the wrong shape is refused with the place', async () => {
    for (const body of ['[]', '1', 'null', '"x"'])
      expect((await ask('POST', '/subjects/a/versions', body)).body).toMatchObject({
        error_code: 422,
      });
    for (const [member, value] of [
      ['schema', 7],
      ['schemaType', 7],
      ['references', {}],
      ['references', [{ name: '', subject: 'a', version: 1 }]],
      ['references', [{ name: 'a', subject: 'a', version: 0 }]],
      ['metadata', []],
      ['metadata', { tags: { a: 'b' } }],
      ['metadata', { properties: { a: 1 } }],
      ['version', 'next'],
    ] as const) {
      const refused = await register('shape', {}, { [member]: value });
      expect([member, refused.status, refused.body.error_code]).toEqual([member, 422, 422]);
    }
    expect((await ask('POST', '/subjects/a/versions', { schemaType: 'JSON' })).body).toEqual({
      error_code: 42201,
      message: 'Invalid schema: Empty schema',
    });
    expect((await register('shape', {}, { schemaType: 'XML' })).body.error_code).toBe(42201);
    for (const ruleSet of [
      [],
      { domainRules: {} },
      { domainRules: [{}] },
      { domainRules: [{ name: 'a', mode: 'UPGRADE' }] },
      { enableAt: 'HOME' },
      { domainRules: [{ name: 'a' }, { name: 'a' }] },
    ])
      expect((await register('shape', {}, { ruleSet })).body.error_code).toBe(42210);
    expect((await ask('GET', '/subjects/shape/versions')).status).toBe(404);
    for (const config of [
      { normalize: 'yes' },
      { alias: 7 },
      { validateFields: 'yes' },
      { compatibilityPolicy: 'KIND' },
      { compatibilityGroup: 1 },
      { defaultMetadata: 1 },
    ])
      expect((await ask('PUT', '/config/a', config)).body.error_code).toBe(422);
  });

  it('a body larger than the limit is refused', async () => {
    for (const path of ['/subjects/a/versions', '/v1/contracts', '/v1/checks'])
      expect(await announce(`${concordat.registryUrl}${path}`, 10 * 1024 * 1024)).toBe(413);
  });

  it('a schema larger than the limit is refused', async () => {
    const refused = await register('large', { title: 'x'.repeat(600_000) });
    expect(refused.body).toMatchObject({ error_code: 42209 });
  });

  it('a remote $ref is refused and no socket is opened', async () => {
    const schema = { type: 'object', properties: { a: { $ref: url } } };
    const refused = await register('remote', schema);
    expect(refused.body).toMatchObject({
      error_code: 42201,
      faults: [{ code: 'REF_NOT_REGISTERED', pointer: '/properties/a/$ref' }],
    });
    const contract = aContract('remote.order', {
      schema: { format: 'json-schema', definition: { $schema: url, ...schema } },
    });
    expect((await ask('POST', '/v1/contracts', contract)).status).toBe(422);
    expect(
      (await ask('POST', '/v1/checks', { old: '{}', new: JSON.stringify(schema) })).status,
    ).toBe(422);
    await ask('POST', '/compatibility/subjects/remote/versions?verbose=true', jsonSchema(schema));
    expect(connections).toBe(0);
  });

  it('a pattern that would take others for ever is accepted and stays linear', async () => {
    const made = await register('redos', { type: 'string', pattern: '^(a+)+$' });
    expect(made.status).toBe(200);
    const next = await register('redos', { type: 'string', pattern: '^(a+)+$', title: 'next' });
    expect(next.status).toBeLessThan(500);
  });

  it('a schema nested 10,000 deep is refused', async () => {
    const deep = '{"items":'.repeat(10_000) + '{}' + '}'.repeat(10_000);
    const refused = await register('deep', deep);
    expect(refused.body).toMatchObject({
      error_code: 42201,
      faults: [{ code: 'SCHEMA_TOO_DEEP' }],
    });
    const contract = JSON.stringify(aContract('deep.order')).replace(
      /"definition":\{.*?\}\}/,
      `"definition":${deep}`,
    );
    expect((await ask('POST', '/v1/contracts', contract)).status).toBe(422);
    expect((await ask('POST', '/subjects/deep/versions', '['.repeat(100_000))).status).toBe(400);
  });

  it('a schema too complex to compile loses its process, not the registry', async () => {
    // A third of a second to read once; read under a hundred names it is far beyond the limit.
    const pattern = (index: number) => [`^(\\p{L}{0,900}b{0,900}){0,1}${index}$`, {}];
    const patterns = Object.fromEntries(Array.from({ length: 60 }, (_, index) => pattern(index)));
    expect((await register('dear-value', { patternProperties: patterns })).status).toBe(200);
    const names = Array.from({ length: 100 }, (_, index) => `dear-${index}`);
    const references = names.map((name) => ({ name, subject: 'dear-value', version: 1 }));
    const costly = (title: string) => ({ title, anyOf: names.map((name) => ({ $ref: name })) });
    const begun = performance.now();
    const attacks = [costly('a'), costly('b'), costly('c')].map((each) =>
      register('complex', each, { references }),
    );
    // They wait for the same processes, and are read together with what takes these down.
    const beside = names
      .slice(0, 20)
      .map((title) => register(`beside-${title}`, { title, type: 'string' }));
    const waits: number[] = [];
    for (let i = 0; i < 20; i++) {
      const asked = performance.now();
      expect((await ask('GET', '/config')).status).toBe(200);
      waits.push(performance.now() - asked);
      await new Promise((done) => setTimeout(done, 50));
    }
    for (const { status, body } of await Promise.all(attacks))
      expect([status, body.faults?.[0].code]).toEqual([422, 'SCHEMA_TOO_COMPLEX']);
    for (const { status } of await Promise.all(beside)) expect(status).toBe(200);
    // Others are answered meanwhile: the attack never had the event loop.
    expect(Math.max(...waits)).toBeLessThan((performance.now() - begun) / 2);
    expect((await register('simple', { type: 'string' })).status).toBe(200);
  }, 90_000);

  it('__proto__, % and quotes are names like any other, or refused by name', async () => {
    for (const [index, name] of [
      '__proto__',
      'constructor',
      'a%d%s%n',
      '%',
      "it's",
      '"',
      '\\',
      '🙂',
      '\u2028',
    ].entries()) {
      const before = `{"type":"object","properties":{${JSON.stringify(name)}:{"type":"string"}}}`;
      const after = `{"type":"object","properties":{${JSON.stringify(name)}:{"type":"integer"}}}`;
      const made = await register(`names-${index}`, before);
      expect([name, made.status < 500]).toEqual([name, true]);
      if (made.status !== 200) continue;
      const refused = await register(`names-${index}`, after);
      expect([name, refused.status]).toEqual([name, 409]);
      expect(refused.body.findings.length).toBeGreaterThan(0);
    }
    const metadata = JSON.parse('{"properties":{"__proto__":"x","%s":"y"}}') as object;
    const kept = await register('proto-metadata', {}, { metadata });
    expect(JSON.stringify(kept.body.metadata)).toBe(JSON.stringify(metadata));
  });

  it('a subject is 1 to 255 characters that can be seen', async () => {
    for (const subject of ['%00', 'a%0Ab', '%20', 'x'.repeat(256), '%EF%BB%BF'])
      expect([subject.slice(0, 20), (await register(subject, {})).body.error_code]).toEqual([
        subject.slice(0, 20),
        42208,
      ]);
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect(
        (await ask(method, '/config/%00', method === 'PUT' ? {} : undefined)).body.error_code,
      ).toBe(42208);
    expect((await register('x'.repeat(255), {})).status).toBe(200);
    const endless = await register('x'.repeat(10_000), {});
    expect(endless.status).toBeGreaterThanOrEqual(400);
    expect(endless.status).toBeLessThan(500);
    expect((await register('%ff', {})).status).toBe(400);
  });

  it('SQL in a subject is a name', async () => {
    const subject = "x'; DROP TABLE versions; --";
    expect((await register(encodeURIComponent(subject), {})).status).toBe(200);
    expect((await ask('GET', `/subjects/${encodeURIComponent(subject)}/versions`)).body).toEqual([
      1,
    ]);
    expect((await ask('GET', `/subjects?subjectPrefix=${encodeURIComponent("x';")}`)).body).toEqual(
      [subject],
    );
    expect((await ask('GET', '/subjects?subjectPrefix=%00%25_')).body).toEqual([]);
    expect((await ask('GET', '/contexts?contextPrefix=%00')).body).toEqual([]);
    expect((await ask('GET', '/v1/contracts/%00')).status).toBe(404);
    expect((await ask('GET', '/v1/contracts?after=%00')).status).toBe(200);
  });

  it('a text that cannot be stored is refused', async () => {
    const yaml = `# \0\n${JSON.stringify(aContract('nul.order'))}`;
    expect((await ask('POST', '/v1/contracts', yaml)).body).toMatchObject({
      status: 422,
      code: 'TEXT_NOT_STORABLE',
    });
    const escaped = await register('nul-value', '{"title":"\\u0000","enum":["\\u0000","\\ud800"]}');
    expect(escaped.status).toBeLessThan(500);
    const metadata = { properties: { a: '\u0000\ud800' } };
    const kept = await register('nul-metadata', {}, { metadata });
    expect(kept.body.metadata).toEqual(metadata);
    await ask('POST', '/v1/contracts', aContract('read.order'));
    for (const odd of ['\0', '\ud800']) {
      const needs = { '/orderId': { values: [odd] } };
      const consumption = { apiVersion: 'concordat/v1', kind: 'Consumption', consumer: 'billing' };
      const declared = { ...consumption, owner: { team: 'billing' }, of: 'read.order', needs };
      const { status, body } = await ask('POST', '/v1/consumptions', declared);
      expect([status, body.code]).toEqual([422, 'TEXT_NOT_STORABLE']);
    }
  });
});

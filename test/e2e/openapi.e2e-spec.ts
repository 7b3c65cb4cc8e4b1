import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiPromises, readApiPromises } from '../support/api-promises.js';
import { aContract, asking, jsonSchema, type Reply } from '../support/ask.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

describe('the OpenAPI documents', () => {
  let concordat: StartedConcordat;
  let registry: ApiPromises;
  let gateway: ApiPromises;
  const faults: string[] = [];
  const met = new Set<string>();
  const checked =
    (server: () => { url: string; promises: ApiPromises }) =>
    async (...asked: Parameters<ReturnType<typeof asking>>): Promise<Reply> => {
      const { url, promises } = server();
      const reply = await asking(() => url)(...asked);
      const fault = promises.faultIn(asked[0], asked[1], reply);
      if (fault) faults.push(fault);
      met.add(`${asked[0]} ${reply.status}`);
      return reply;
    };
  const ask = checked(() => ({ url: concordat.registryUrl, promises: registry }));
  const send = checked(() => ({ url: concordat.gatewayUrl, promises: gateway }));

  beforeAll(async () => {
    concordat = await startConcordat();
    registry = await readApiPromises(concordat.registryUrl);
    gateway = await readApiPromises(concordat.gatewayUrl);
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('describe every route there is, and none there is not', () => {
    for (const { document, operations } of [registry, gateway]) {
      const undescribed = operations.filter((each) => 'x-undescribed' in each);
      expect(undescribed.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
      expect(document['x-not-served'] ?? []).toEqual([]);
    }
    expect(registry.operations.length).toBeGreaterThan(60);
    expect(gateway.operations.length).toBeGreaterThan(15);
  });

  it('are valid OpenAPI 3.1', async () => {
    for (const { document } of [registry, gateway]) {
      const validator = new Validator();
      const { valid, errors } = await validator.validate(structuredClone(document));
      expect([valid, errors ?? []]).toEqual([true, []]);
      expect(validator.version).toBe('3.1');
      const ids = JSON.stringify(document).match(/"operationId":"[^"]+"/g) ?? [];
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('are read by a test that notices an answer of another shape, status or media type', () => {
    const type = 'application/json';
    const as = (reply: Partial<Reply>) =>
      registry.faultIn('GET', '/subjects', {
        ...{ status: 200, type, headers: new Headers(), text: '[]', body: [] },
        ...reply,
      });
    expect(as({})).toBeUndefined();
    expect(as({ body: [1] })).toMatch(/must be string/);
    expect(as({ status: 409 })).toMatch(/no such status/);
    expect(as({ type: 'text/html' })).toMatch(/no such media type/);
    expect(as({ status: 400, body: { error_code: 42299, message: 'x' } })).toMatch(
      /allowed values/,
    );
  });

  it('keep what they promise of the Confluent dialect', async () => {
    const schema = { type: 'object', properties: { id: { type: 'string' } } };
    const metadata = { properties: { owner: 'a' }, tags: { id: ['PII'] } };
    const ruleSet = { domainRules: [{ name: 'r', type: 'CEL', mode: 'WRITE', expr: 'true' }] };
    await ask('POST', '/subjects/s/versions', jsonSchema(schema, { metadata, ruleSet }));
    await ask('POST', '/contexts/.c/subjects/s/versions', jsonSchema(schema));
    const references = [{ name: 's', subject: 's', version: 1 }];
    await ask('POST', '/subjects/t/versions', jsonSchema({ $ref: 's' }, { references }));
    for (const body of ['{', '[]', '{}', jsonSchema('{'), jsonSchema({ type: 'string' })])
      await ask('POST', '/subjects/s/versions', body);
    for (const prefix of ['', '/contexts/.c', '/contexts/:.x:', '/contexts/%00'])
      for (const subject of ['s', 't', 'none', '%00', '%ff', 'x'.repeat(300)])
        for (const version of ['1', 'latest', '7', 'x']) {
          const place = `${prefix}/subjects/${subject}/versions/${version}`;
          await ask('GET', place);
          await ask('GET', `${place}/schema`);
          await ask('GET', `${place}/referencedby`);
          const question = `${prefix}/compatibility/subjects/${subject}/versions`;
          await ask('POST', `${question}/${version}?verbose=true`, jsonSchema({ type: 'array' }));
          await ask('POST', `${question}?verbose=true`, jsonSchema('{'));
        }
    for (const path of [
      '/subjects',
      '/subjects?limit=x',
      '/contexts/.c/subjects',
      '/subjects/s/versions',
      '/subjects/none/versions',
      '/schemas',
      '/schemas?limit=-2',
      '/schemas/types',
      '/schemas/ids/1',
      '/schemas/ids/1?fetchMaxId=true',
      '/schemas/ids/1?subject=%00',
      '/schemas/ids/1/schema',
      '/schemas/ids/1/subjects',
      '/schemas/ids/1/versions',
      '/schemas/ids/99',
      '/schemas/ids/x',
      '/schemas/guids/x',
      '/schemas/guids/x/ids',
      '/contexts',
      '/contexts?offset=-1',
      '/config',
      '/config/s',
      '/config/s?defaultToGlobal=true',
      '/mode',
      '/mode/s',
      '/mode/s?defaultToGlobal=true',
      '/v1/metadata/id',
      '/v1/metadata/version',
    ])
      await ask('GET', path);
    const { body } = await ask('GET', '/schemas/ids/1');
    await ask('GET', `/schemas/guids/${body.guid}`);
    await ask('GET', `/schemas/guids/${body.guid}/ids`);
    await ask('POST', '/');
    await ask('POST', '/subjects/s', jsonSchema(schema));
    await ask('POST', '/subjects/none', jsonSchema(schema));
    for (const place of ['/config', '/config/s', '/contexts/.c/config'])
      for (const change of [{ compatibility: 'FULL', normalize: true }, { compatibility: 1 }, {}]) {
        await ask('PUT', place, change);
        await ask('GET', place);
      }
    for (const place of ['/config', '/config/s', '/config/s', '/mode/s', '/mode'])
      await ask('DELETE', place);
    for (const mode of ['READONLY', 'x']) await ask('PUT', '/mode/s', { mode });
    await ask('POST', '/subjects/s/versions', jsonSchema({}));
    await ask('DELETE', '/subjects/s');
    await ask('DELETE', '/mode/s');
    for (const query of ['', '?permanent=true', '', '?permanent=true'])
      await ask('DELETE', `/subjects/t/versions/1${query}`);
    for (const query of ['?permanent=true', '', '', '?permanent=true'])
      await ask('DELETE', `/subjects/s${query}`);
    expect(faults).toEqual([]);
  }, 90_000);

  it('keep what they promise of contracts, checks and the catalog', async () => {
    const contract = aContract('orders.placed', { envelope: { type: 'order.placed' } });
    const definition = { type: 'object', required: ['total', 'orderId'] };
    await ask('POST', '/v1/contracts?dryRun=true', contract);
    for (const each of [
      contract,
      contract,
      { ...contract, schema: { format: 'json-schema', definition } },
      { ...contract, id: 'orders.other' },
      { ...contract, id: 'orders.third', schema: { format: 'avro', definition: 'x' } },
      {},
      'a: [',
    ])
      await ask('POST', '/v1/contracts', each);
    await ask('POST', '/v1/contracts?dryRun=yes', contract);
    for (const check of [
      { old: '{}', new: '{"type":"string"}' },
      { subject: 'orders.placed', schema: '{}' },
      { schemas: [{ subject: 'orders.placed', schema: '{}' }] },
      { schemas: [{ subject: 'a', schema: '{' }] },
      { schemas: [] },
      { old: '{}' },
      { old: '{}', new: '{' },
      { old: '{}', new: '{}', mode: 'x' },
      { old: '{}', new: '{}', assumption: 'x' },
      '{',
    ])
      await ask('POST', '/v1/checks', check);
    for (const path of [
      '/v1/contracts',
      '/v1/contracts?limit=1',
      '/v1/contracts?limit=x',
      '/v1/contracts/orders.placed',
      '/v1/contracts/none',
      '/v1/contracts/orders.placed/versions',
      '/v1/contracts/none/versions',
      '/v1/contracts/orders.placed/versions/1',
      '/v1/contracts/orders.placed/versions/9',
      '/catalog/v1/events',
      '/catalog/v1/events?q=order&domain=a&domain=b',
      '/catalog/v1/events?limit=0',
      '/catalog/v1/events?cursor=x',
      '/catalog/v1/events/orders.placed',
      '/catalog/v1/events/none',
      '/catalog/v1/events/orders.placed/versions/1',
      '/catalog/v1/events/orders.placed/versions/7',
      '/catalog/v1/events/orders.placed/activity',
      '/catalog/v1/events/orders.placed/refusals/none',
      '/',
      '/assets/none',
      '/healthz',
      '/readyz',
      '/metrics',
      '/openapi.json',
      '/docs',
      '/docs/page.js',
      '/docs/swagger-ui.css',
      '/docs/none',
    ])
      await ask('GET', path);
    await ask('GET', '/events/orders.placed', undefined, { accept: 'text/html' });
    expect(faults).toEqual([]);
  }, 60_000);

  it('keep what they promise of the gateway and the event log', async () => {
    const event = (id: string, data: unknown) => ({
      ...{ specversion: '1.0', id, source: '/shop', type: 'order.placed' },
      data,
    });
    const one = 'application/cloudevents+json';
    for (let tries = 0; tries < 50; tries++) {
      const sent = await send('POST', '/events', event('0', { orderId: '1' }), {
        'content-type': one,
      });
      if (sent.status === 200) break;
      await new Promise((done) => setTimeout(done, 100));
    }
    for (const body of [event('1', { orderId: '7' }), event('2', { orderId: 7 }), {}, '{', ''])
      await send('POST', '/events', body, { 'content-type': one });
    for (const data of [[{ orderId: '7' }], [{ orderId: '7' }, {}], [{}], []])
      await send(
        'POST',
        '/events',
        data.map((each, index) => event(`b${index}`, each)),
        { 'content-type': 'application/cloudevents-batch+json' },
      );
    await send('POST', '/events', {}, { 'content-type': 'text/plain' });
    for (const place of [
      '/topics/orders.placed',
      '/topics/none',
      '/topics/orders.placed/partitions/0',
    ])
      for (const body of [{ records: [{ value: {} }] }, { records: [] }, {}, '{'])
        for (const prefer of ['', 'handling=strict']) await send('POST', place, body, { prefer });
    await send('POST', '/topics/orders.placed/partitions/x', { records: [] });
    await send('POST', '/topics/a', '', { 'content-type': 'application/xml' });
    for (const id of ['orders.placed', 'none'])
      for (const body of [{ orderId: '7' }, {}, '{'])
        await send('POST', `/v1/validate/${id}`, body);
    for (const path of [
      '/v1/topics',
      '/v1/topics/orders.placed',
      '/v1/topics/none',
      '/v1/topics/orders.placed/partitions/0/events',
      '/v1/topics/orders.placed/partitions/x/events',
      '/v1/topics/orders.placed/partitions/0/events?limit=0',
      '/v1/topics/orders.placed/tail?from=x',
      '/v1/quarantine',
      '/v1/quarantine?state=x',
      '/v1/quarantine/reasons',
      '/v1/quarantine/none',
      '/v1/verdicts/1',
      '/v1/superseded',
      '/v1/superseded?limit=0',
      '/healthz',
      '/readyz',
      '/docs',
    ])
      await send('GET', path);
    const { body } = await send('GET', '/v1/quarantine');
    for (const { id } of [...body.cases, { id: 'none' }]) {
      await send('POST', `/v1/quarantine/${id}/replay`);
      await send('POST', `/v1/quarantine/${id}/replay`, { orderId: '7' });
      await send('POST', `/v1/quarantine/${id}/discard`, 'twice');
      await send('GET', `/v1/quarantine/${id}?payload=raw`);
    }
    expect(faults).toEqual([]);
    expect(met.size).toBeGreaterThan(10);
  }, 60_000);

  it('keep what they promise where everybody needs a key', async () => {
    const guarded = await startConcordat({
      CONCORDAT_AUTH: 'keys',
      CONCORDAT_ADMIN_KEY: 'a'.repeat(40),
    });
    const headers = { authorization: 'Bearer none' };
    for (const [url, promises, paths] of [
      [guarded.registryUrl, registry, ['/subjects', '/v1/contracts', '/catalog/v1/events']],
      [guarded.gatewayUrl, gateway, ['/v1/topics', '/v1/quarantine']],
    ] as const)
      for (const path of paths)
        for (const given of [{}, headers]) {
          const reply = await asking(() => url)('GET', path, undefined, given);
          expect([path, reply.status]).toEqual([path, 401]);
          expect(promises.faultIn('GET', path, reply)).toBeUndefined();
        }
    await guarded.stop();
  }, 90_000);
});

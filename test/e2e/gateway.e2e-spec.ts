import { once } from 'node:events';
import { eventually } from '../support/eventually.js';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EventLog, Quarantine, QuarantineKeys } from '#event-log';
import { openDataSource } from '../../src/app/data-source.js';
import { createDatabase } from '../support/create-database.js';
import { PausableProxy } from '../support/pausable-proxy.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const ORDER = {
  type: 'object',
  required: ['orderId', 'total'],
  properties: {
    orderId: { type: 'string' },
    total: { type: 'number' },
    slug: { type: 'string', pattern: '^(a+)+$' },
    any: {},
  },
};
const good = '{"orderId":"a","total":1}';
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at, not used
  readonly body: any;
}

async function post(
  url: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
}

class Town {
  constructor(readonly concordat: StartedConcordat) {}

  contract(id: string, more: Record<string, unknown> = {}, schema: unknown = ORDER) {
    return {
      apiVersion: 'concordat/v1',
      kind: 'EventContract',
      id,
      name: id,
      status: 'active',
      owner: { team: 'orders' },
      schema: { format: 'json-schema', definition: schema, subject: `${id}-value` },
      channel: { topic: id, partitions: 1 },
      undeclared: 'allow',
      ...more,
    };
  }

  /** Publishes, and waits until the gateway knows it: never longer than promised. */
  async publish(
    id: string,
    more: Record<string, unknown> = {},
    schema: unknown = ORDER,
  ): Promise<void> {
    const answer = await post(
      `${this.concordat.registryUrl}/v1/contracts?force=true`,
      JSON.stringify(this.contract(id, more, schema)),
    );
    expect([answer.status, answer.body]).toEqual([201, expect.objectContaining({ id })]);
    const version = answer.body.version as number;
    await eventually(async () => {
      const { body } = await post(`${this.concordat.gatewayUrl}/v1/validate/${id}`, 'null');
      expect(body.contract).toBe(`${id}@${version}`);
    });
  }

  records(
    topic: string,
    values: readonly string[],
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const records = values.map((value) => `{"value":${value}}`).join(',');
    return post(
      `${this.concordat.gatewayUrl}/topics/${topic}`,
      `{"records":[${records}]}`,
      headers,
    );
  }

  event(
    body: string,
    headers: Record<string, string> = { 'Content-Type': 'application/cloudevents+json' },
  ): Promise<Answer> {
    return post(`${this.concordat.gatewayUrl}/events`, body, headers);
  }
}

const cloudEvent = (data: string, type = 'order.placed') =>
  `{"specversion":"1.0","id":"1","source":"/s","type":"${type}","data":${data}}`;

describe('the gateway over HTTP', () => {
  let town: Town;
  let dataSource: DataSource;
  let log: EventLog;
  beforeAll(async () => {
    town = new Town(await startConcordat());
    dataSource = openDataSource(town.concordat.databaseUrl, 2);
    await dataSource.initialize();
    log = new EventLog(dataSource);
    await town.publish('orders');
    await town.publish('placed', { envelope: { spec: 'cloudevents', type: 'order.placed' } });
  }, 90_000);
  afterAll(async () => {
    await dataSource.destroy();
    await town.concordat.stop();
  });
  const logged = async (topic: string) => {
    const events = await log.read({ topic, partition: 0, offset: 0 }, 1_000);
    return events.map(({ value }) => value?.toString());
  };

  it('what reaches the log is byte for byte what was sent', async () => {
    await town.publish('bytes');
    const values = [
      '{ "total" : 1.10e+1 ,\n\t"orderId":"\\u0061\\/" }',
      '{"orderId":"\u00e9\u{1F600}","total":12345678901234567890.000,"any":[-0,1E2]}',
      '{"any":{"__proto__":{"x":1},"constructor":{}},"total":0,"orderId":""}',
    ];
    const answer = await town.records(
      'bytes',
      values.map((value) => `  ${value} `),
    );
    expect(answer.body).toMatchObject({
      offsets: values.map((_, offset) => ({
        partition: 0,
        offset,
        error_code: null,
        error: null,
        status: 'accepted',
      })),
      key_schema_id: null,
      value_schema_id: null,
    });
    expect(await logged('bytes')).toEqual(values);
    await town.publish('bytes-ce', { envelope: { spec: 'cloudevents', type: 'bytes' } });
    for (const value of values)
      expect((await town.event(cloudEvent(` ${value} `, 'bytes'))).status).toBe(200);
    const binary = { 'ce-id': '1', 'ce-source': '/s', 'ce-type': 'bytes', 'ce-specversion': '1.0' };
    for (const value of values) expect((await town.event(` ${value} `, binary)).status).toBe(200);
    expect(await logged('bytes-ce')).toEqual([...values, ...values.map((value) => ` ${value} `)]);
  });

  it('a refused event is answered with reason, place, contract version and the id it is kept under', async () => {
    const answer = await town.event(cloudEvent('{"orderId":"a"}'));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      422,
      'application/problem+json; charset=utf-8',
    ]);
    expect(answer.body).toMatchObject({
      code: 'SCHEMA_VIOLATION',
      pointer: '/total',
      contract: 'placed@1',
      verdict: 'quarantined',
      violations: [{ code: 'required', pointer: '/total' }],
    });
    const kept = await new Quarantine(dataSource, new QuarantineKeys([])).get(
      answer.body.quarantineId as string,
    );
    expect([kept?.value?.toString(), kept?.contract, kept?.eventId]).toEqual([
      '{"orderId":"a"}',
      { id: 'placed', version: 1 },
      '1',
    ]);
    expect(await logged('placed')).not.toContain('{"orderId":"a"}');
  });

  it('one bad record, first, middle or last, leaves its neighbours accepted and in order [covers 57]', async () => {
    await town.publish('batches');
    const bad = [
      '{}',
      '{"orderId":"a","orderId":"b","total":1}',
      '['.repeat(10_000) + ']'.repeat(10_000),
    ];
    const expected: string[] = [];
    for (const each of bad) {
      for (const place of [0, 1, 2]) {
        const values = [0, 1, 2].map((i) => `{"orderId":"${i}","total":${expected.length}}`);
        values[place] = each;
        const { status, body } = await town.records('batches', values);
        const statuses = ['accepted', 'accepted', 'accepted'];
        statuses[place] = 'quarantined';
        expect([status, body.offsets.map((offset: { status: string }) => offset.status)]).toEqual([
          200,
          statuses,
        ]);
        expected.push(...values.filter((_, i) => i !== place));
      }
    }
    expect(await logged('batches')).toEqual(expected);
  });

  it('strict handling answers 200, 207 or 422; lenient always 200', async () => {
    const strict = { Prefer: 'handling=strict' };
    const status = async (values: string[], headers = {}) =>
      (await town.records('orders', values, headers)).status;
    expect([
      await status([good], strict),
      await status([good, '{}'], strict),
      await status(['{}'], strict),
    ]).toEqual([200, 207, 422]);
    expect([await status([good, '{}']), await status(['{}'])]).toEqual([200, 200]);
    const none = await town.records('orders', ['{}'], strict);
    expect(none.body).toMatchObject({
      code: 'NOTHING_ACCEPTED',
      error_code: 422,
      offsets: [{ status: 'quarantined' }],
    });
  });

  it('a partition that was chosen is kept, and one that does not exist is refused', async () => {
    await town.publish('parts', { channel: { topic: 'parts', partitions: 2 } });
    const to = async (path: string, record: string) => {
      const { body } = await post(`${town.concordat.gatewayUrl}/topics/${path}`, record);
      const [{ partition, status }] = body.offsets as [{ partition: number; status: string }];
      return [partition, status];
    };
    const record = `{"value":${good}`;
    expect(await to('parts', `{"records":[${record},"partition":1}]}`)).toEqual([1, 'accepted']);
    expect(await to('parts/partitions/1', `{"records":[${record}}]}`)).toEqual([1, 'accepted']);
    expect(await to('parts/partitions/7', `{"records":[${record}}]}`)).toEqual([null, 'rejected']);
  });

  it('a CloudEvents batch answers 200, 207 or 422, each event in its place', async () => {
    const batch = (...events: string[]) =>
      town.event(`[${events.join(',')}]`, { 'Content-Type': 'application/cloudevents-batch+json' });
    const statuses = [
      await batch(cloudEvent(good), cloudEvent(good)),
      await batch(cloudEvent('{}'), cloudEvent(good)),
      await batch(cloudEvent('{}')),
    ];
    expect(statuses.map(({ status }) => status)).toEqual([200, 207, 422]);
    expect(statuses[1]?.body.results).toMatchObject([
      { verdict: 'quarantined', reason: 'SCHEMA_VIOLATION' },
      { verdict: 'accepted', position: { topic: 'placed' } },
    ]);
  });

  describe('bad input is answered with a code and a remedy, never with a crash', () => {
    const problem = ({ status, body }: Answer) => [status, body.code];

    it('a body that is not JSON', async () => {
      expect(problem(await post(`${town.concordat.gatewayUrl}/topics/orders`, 'hello'))).toEqual([
        400,
        'BODY_NOT_JSON',
      ]);
      expect(problem(await town.event('{"id"'))).toEqual([400, 'BODY_NOT_JSON']);
      const binary = {
        'ce-id': '1',
        'ce-source': '/s',
        'ce-type': 'order.placed',
        'ce-specversion': '1.0',
      };
      expect(problem(await town.event('{"orderId":', binary))).toEqual([422, 'NOT_JSON']);
    });

    it('a body of 10 MB', async () => {
      const url = `${town.concordat.gatewayUrl}/topics/orders`;
      const headers = { 'Content-Type': 'application/json', 'Content-Length': 10 * 1024 * 1024 };
      const sending = request(url, { method: 'POST', headers });
      sending.on('error', () => undefined); // The gateway hangs up instead of reading it all.
      sending.write('{"records":[');
      const [answer] = (await once(sending, 'response')) as [IncomingMessage];
      expect([answer.statusCode, await json(answer)]).toMatchObject([
        413,
        { code: 'BODY_TOO_LARGE' },
      ]);
    });

    it('an event without an id [covers 9]', async () => {
      const { status, body } = await town.event(cloudEvent(good).replace('"id":"1",', ''));
      expect([status, body.code, body.pointer]).toEqual([422, 'NOT_A_CLOUDEVENT', '/id']);
    });

    it('an unknown topic, type, contract, media type and encoding', async () => {
      expect(problem(await town.records('nowhere', [good]))).toEqual([404, 'UNKNOWN_TOPIC']);
      expect(problem(await town.event(cloudEvent(good, 'nothing')))).toEqual([404, 'UNKNOWN_TYPE']);
      expect(problem(await post(`${town.concordat.gatewayUrl}/v1/validate/nobody`, good))).toEqual([
        404,
        'UNKNOWN_CONTRACT',
      ]);
      const thrift = { 'Content-Type': 'application/vnd.kafka.thrift.v2+json' };
      expect(problem(await town.records('orders', [good], thrift))).toEqual([
        415,
        'EMBEDDED_FORMAT_UNSUPPORTED',
      ]);
      expect(problem(await town.records('orders', [good], { 'Content-Encoding': 'gzip' }))).toEqual(
        [415, 'EMBEDDED_FORMAT_UNSUPPORTED'],
      );
      expect(problem(await town.event(good, {}))).toEqual([415, 'NOT_A_CLOUDEVENT_REQUEST']);
    });

    it('members named __proto__, names that come twice, invalid UTF-8, nesting 10,000 deep', async () => {
      const reasonOf = async (value: string) =>
        (await town.records('orders', [value])).body.offsets[0].reason as string;
      expect(await reasonOf('{"__proto__":{"orderId":"a","total":1}}')).toBe('SCHEMA_VIOLATION');
      expect(await reasonOf('{"orderId":"a","total":1,"t\\u006ftal":2}')).toBe('DUPLICATE_KEY');
      expect(
        await reasonOf(
          `{"orderId":"a","total":1,"any":${'[{"a":'.repeat(5_000)}1${'}]'.repeat(5_000)}}`,
        ),
      ).toBe('TOO_DEEP');
      const body = Buffer.from(
        `{"records":[{"value":{"orderId":"?","total":1}},{"value":${good}}]}`,
      );
      body[body.indexOf('?')] = 0xc0;
      const { body: answer } = await post(`${town.concordat.gatewayUrl}/topics/orders`, body);
      expect(answer.offsets).toMatchObject([{ reason: 'INVALID_UTF8' }, { status: 'accepted' }]);
    });

    it('a text that makes a backtracking pattern run for ever', async () => {
      const answer = await town.records('orders', [
        `{"orderId":"a","total":1,"slug":"${'a'.repeat(50_000)}b"}`,
      ]);
      expect(answer.body.offsets[0]).toMatchObject({
        reason: 'SCHEMA_VIOLATION',
        pointer: '/slug',
      });
    });
  });

  it('off passes unseen, observe and warn forward and say so, enforce refuses', async () => {
    const under = async (mode: string) => {
      await town.publish(`mode-${mode}`, { enforcement: { mode } });
      const { body } = await town.records(`mode-${mode}`, ['{"total":"x"}']);
      const { status, reason, observed, warnings } = body.offsets[0];
      return [status, reason, observed, warnings?.length, (await logged(`mode-${mode}`)).length];
    };
    expect(await under('off')).toEqual(['accepted', undefined, undefined, undefined, 1]);
    expect(await under('observe')).toEqual([
      'accepted',
      undefined,
      'SCHEMA_VIOLATION',
      undefined,
      1,
    ]);
    expect(await under('warn')).toEqual(['accepted', undefined, 'SCHEMA_VIOLATION', 2, 1]);
    expect(await under('enforce')).toEqual([
      'quarantined',
      'SCHEMA_VIOLATION',
      undefined,
      undefined,
      0,
    ]);
  });

  it('formats describe and enums are open where the contract says so, for the registry as well', async () => {
    const told = (day: object, states: readonly string[]) => ({
      type: 'object',
      properties: { day: { type: 'string', ...day }, state: { enum: states } },
    });
    const odd = ['{"day":"soon","state":"lost"}', '{"day":"2026-01-31","state":7}'];
    const fates = async () => {
      const { body } = await town.records('told', odd);
      return body.offsets.map(({ status }: { status: string }) => status);
    };
    const compatibility = { enums: 'open', formats: 'annotate' };
    await town.publish('told', {}, told({ format: 'date' }, ['new', 'paid']));
    expect(await fates()).toEqual(['quarantined', 'quarantined']);
    await town.publish('told', { compatibility }, told({ format: 'date' }, ['new', 'paid']));
    expect(await fates()).toEqual(['accepted', 'quarantined']);
    const publish = (more: object, schema: unknown) =>
      post(
        `${town.concordat.registryUrl}/v1/contracts`,
        JSON.stringify(town.contract('told', more as Record<string, unknown>, schema)),
      );
    const next = await publish({ compatibility }, told({ format: 'time' }, ['new']));
    expect([next.status, next.body.compatibility?.reading]).toEqual([201, { ...compatibility }]);
    const strict = await publish({}, told({ format: 'time' }, ['new']));
    expect([strict.status, JSON.stringify(strict.body)]).toEqual([
      409,
      expect.stringContaining('CONTRACT_READING_CHANGED'),
    ]);
  });

  it('a changed contract judges within a second, and each request by one version', async () => {
    await town.publish('changing');
    const loose = { type: 'object', properties: { orderId: { type: 'string' } } };
    expect((await town.records('changing', ['{}'])).body.offsets[0].contract).toBe('changing@1');
    await town.publish('changing', {}, loose);
    const { body } = await town.records('changing', ['{}', good]);
    expect(body.offsets).toMatchObject([
      { status: 'accepted', contract: 'changing@2' },
      { status: 'accepted', contract: 'changing@2' },
    ]);
  });

  it('announces the end of a deprecated contract in headers [covers 63]', async () => {
    await town.publish('ending', {
      deprecation: {
        from: '2026-01-01',
        sunset: '2999-07-01',
        migration: 'https://example.com/move',
      },
    });
    const { headers, body } = await town.records('ending', [good]);
    expect([headers.get('deprecation'), headers.get('sunset'), headers.get('link')]).toEqual([
      `@${Date.UTC(2026, 0, 1) / 1_000}`,
      'Mon, 01 Jul 2999 00:00:00 GMT',
      '<https://example.com/move>; rel="deprecation"',
    ]);
    expect(body.offsets[0].warnings).toMatchObject([{ code: 'CONTRACT_DEPRECATED' }]);
  });

  it('counts every verdict, for Prometheus at once and for the catalog soon', async () => {
    await town.publish('counted');
    await town.records('counted', [good, good, '{}']);
    const metrics = await (await fetch(`${town.concordat.gatewayUrl}/metrics`)).text();
    expect(metrics).toContain(
      'concordat_gateway_events_total{contract="counted",verdict="accepted",reason=""} 2',
    );
    expect(metrics).toContain(
      'concordat_gateway_events_total{contract="counted",verdict="quarantined",reason="SCHEMA_VIOLATION"} 1',
    );
    await sleep(1_500);
    const rows: unknown = await dataSource.query(
      `SELECT verdict, reason, count::int FROM tallies WHERE contract_id = 'counted' ORDER BY 1`,
    );
    expect(rows).toEqual([
      { verdict: 'accepted', reason: '', count: 2 },
      { verdict: 'quarantined', reason: 'SCHEMA_VIOLATION', count: 1 },
    ]);
  });
});

describe('the gateway when something is away', () => {
  it('PostgreSQL away: 503 and nothing acknowledged, back by itself, counts included', async () => {
    const direct = new URL(await createDatabase());
    const proxy = new PausableProxy({ host: direct.hostname, port: Number(direct.port) });
    await proxy.open();
    const through = new URL(direct);
    through.host = `127.0.0.1:${proxy.port}`;
    const town = new Town(await startConcordat({ DATABASE_URL: through.href }));
    try {
      await town.publish('orders');
      expect((await town.records('orders', [good])).body.offsets[0].status).toBe('accepted');
      await proxy.shut();
      const { status, headers, body } = await town.records('orders', [good, '{}']);
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'BROKER_AWAY', '1']);
      expect(body.offsets.map((offset: { status: string }) => offset.status)).toEqual([
        'deferred',
        'rejected',
      ]);
      expect((await fetch(`${town.concordat.gatewayUrl}/readyz`)).status).toBe(503);
      const refused = await town.records('orders', ['{}']);
      expect(refused.body.offsets[0]).toMatchObject({
        status: 'rejected',
        quarantine_id: null,
        reason: 'SCHEMA_VIOLATION',
      });
      await proxy.open();
      const deadline = performance.now() + 10_000;
      while ((await town.records('orders', [good])).status !== 200 && performance.now() < deadline)
        await sleep(100);
      expect((await town.records('orders', [good])).status).toBe(200);
      await town.publish('later');
      expect((await town.records('later', [good])).body.offsets[0].status).toBe('accepted');
    } finally {
      expect(await town.concordat.stop()).toBe(0);
      await proxy.shut();
    }
  }, 120_000);

  it('a broker away: 503 with Retry-After, nothing acknowledged; refusals still say why', async () => {
    const town = new Town(await startConcordat({ KAFKA_BROKERS: '127.0.0.1:9' }));
    try {
      await town.publish('orders', { envelope: { spec: 'cloudevents', type: 'order.placed' } });
      const event = await town.event(cloudEvent(good));
      expect([event.status, event.body.code, event.headers.has('retry-after')]).toEqual([
        503,
        'BROKER_AWAY',
        true,
      ]);
      expect((await town.event(cloudEvent('{}'))).body).toMatchObject({
        code: 'SCHEMA_VIOLATION',
        verdict: 'quarantined',
      });
      expect((await fetch(`${town.concordat.gatewayUrl}/readyz`)).status).toBe(503);
    } finally {
      await town.concordat.stop();
    }
  }, 120_000);
});

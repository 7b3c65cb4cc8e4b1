import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { eventually } from '../support/eventually.js';
import {
  anOrder,
  orderPlaced,
  orderPlacedLater,
  plainContract,
  publish,
  sendOrder,
  untilInForce,
} from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const ORDER = 'orders.order-placed';
const EMAIL = 'ada.lovelace@example.com';
const NEEDS = `
apiVersion: concordat/v1
kind: Consumption
consumer: billing-service
owner: { team: billing }
of: ${ORDER}
needs: { /orderId: {}, /lines/0/price: {}, /status: { values: [placed, paid] }, /gone: {} }
attestedUntil: 2020-01-01
`;

const avroSold = (...more: object[]) => ({
  type: 'record',
  name: 'Sold',
  fields: [
    { name: 'sku', type: 'string', doc: 'What was sold.' },
    { name: 'cents', type: 'long' },
    ...more,
  ],
});
const protobufSold = (more = '') =>
  `syntax = "proto3";\nmessage Sold {\n  // What was sold.\n  string sku = 1;\n  int64 cents = 2;\n${more}}\n`;

/** Two versions of one event in each binary language. */
const inBinary = [
  [
    'avro',
    {
      schemas: [avroSold(), avroSold({ name: 'gift', type: 'boolean', default: false })],
      said: '| `/sku` | string | yes | What was sold. |',
    },
  ],
  [
    'protobuf',
    {
      schemas: [protobufSold(), protobufSold('  bool gift = 3;\n')],
      said: '| `/sku` | string, field 1 |  | What was sold. |',
    },
  ],
] as const;

const binaryContract = (id: string, format: string, definition: unknown) => ({
  ...plainContract(id, 'stock'),
  schema: { format, subject: `${id}-value`, definition },
});

describe('who stands around an event', () => {
  let concordat: StartedConcordat;
  const read = async (path: string): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${concordat.registryUrl}${path}`);
    return { ...((await answer.json()) as Record<string, unknown>), status: answer.status };
  };
  const send = async (
    base: string,
    path: string,
    body: string,
    type = 'application/json',
  ): Promise<Record<string, unknown>> => {
    const headers = { 'Content-Type': type };
    const answer = await fetch(`${base}${path}`, { method: 'POST', headers, body });
    return { ...((await answer.json()) as Record<string, unknown>), status: answer.status };
  };
  const declare = (text: string) =>
    send(concordat.registryUrl, '/v1/consumptions', text, 'application/yaml');
  const poll = (group: string) => {
    const path = `/v1/groups/${group}/topics/orders.events/poll`;
    return send(concordat.gatewayUrl, path, JSON.stringify({ member: 'one', limit: 500 }));
  };

  beforeAll(async () => {
    concordat = await startConcordat();
    await publish(concordat.registryUrl, orderPlaced());
    await untilInForce(concordat.gatewayUrl);
    for (const [i, change] of [{}, { status: 'paid' }, { status: 'lost' }].entries())
      await sendOrder(concordat.gatewayUrl, anOrder(`ORD-${i}`, change), `n-${i}`);
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('a consumer says what it reads, once and again, and hears which fields there are not', async () => {
    const said = { consumer: 'billing-service', of: ORDER, unknownFields: ['/gone'] };
    expect(await declare(NEEDS)).toMatchObject({ status: 201, created: true, ...said });
    expect(await declare(NEEDS)).toMatchObject({ status: 200, created: false, ...said });
    expect(await read(`/v1/consumptions?of=${ORDER}`)).toMatchObject({
      consumptions: [{ consumer: 'billing-service', needs: { '/status': { onUnknown: 'fail' } } }],
    });
  });

  it('the list is narrowed by who declares to read an event [covers 70]', async () => {
    await eventually(async () => {
      const found = await read('/catalog/v1/events?consumer=billing-service');
      expect(found).toMatchObject({
        events: [{ id: ORDER }],
        facets: { consumer: [{ value: 'billing-service', count: 1 }] },
      });
    });
    expect(await read('/catalog/v1/events?consumer=nobody')).toMatchObject({ total: 0 });
  });

  it.each([
    ['needs: 7', 'CONSUMPTION_INVALID', 422],
    [NEEDS.replace(ORDER, 'no.such'), 'CONTRACT_NOT_FOUND', 404],
    ['{', 'CONSUMPTION_INVALID', 422],
  ])('a consumption that reads %j is refused with %s', async (text, code, status) => {
    expect(await declare(text)).toMatchObject({ status, code });
  });

  it('a withdrawn consumption is gone, and withdrawing it again says so', async () => {
    await declare(NEEDS.replace('billing-service', 'short-lived'));
    const withdraw = () =>
      fetch(`${concordat.registryUrl}/v1/consumptions/short-lived/of/${ORDER}`, {
        method: 'DELETE',
      });
    expect((await withdraw()).status).toBe(204);
    expect((await withdraw()).status).toBe(404);
  });

  it('an undeclared group that reads is shown as observed, a declared consumer with its needs [covers 70]', async () => {
    await poll('fraud-watch');
    await eventually(async () =>
      expect(await read(`/catalog/v1/events/${ORDER}/parties`)).toMatchObject({
        producers: [{ name: '/shop/eu', isDeclared: false, isSeen: true, refused: 1 }],
        consumers: [
          { name: 'billing-service', isDeclared: true, isSeen: false, isOverdue: true },
          { name: 'fraud-watch', isDeclared: false, isSeen: true, where: 'log', members: 1 },
        ],
      }),
    );
  });

  it('a consumer that stopped while events wait turns its edge red within ten seconds [covers 34]', async () => {
    await fetch(`${concordat.gatewayUrl}/v1/groups/fraud-watch/topics/orders.events/members/one`, {
      method: 'DELETE',
    });
    await eventually(async () => {
      const { edges } = await read(`/catalog/v1/lineage?of=event:${ORDER}&depth=1`);
      expect(edges).toContainEqual(
        expect.objectContaining({ to: 'service:fraud-watch', state: 'stopped' }),
      );
    });
    const { troubles } = await read('/catalog/v1/health');
    expect(troubles).toContainEqual(
      expect.objectContaining({ severity: 'bad', lineage: 'service:fraud-watch' }),
    );
  });

  it('lineage begins at a service as well, and what nobody knows is told', async () => {
    const { nodes } = await read('/catalog/v1/lineage?of=service:billing-service');
    expect(nodes).toMatchObject([
      { id: 'service:billing-service', distance: 0 },
      { id: `event:${ORDER}`, distance: -1 },
      { id: 'service:/shop/eu', distance: -2 },
    ]);
    expect(await read('/catalog/v1/lineage?of=service:nobody')).toMatchObject({
      ...{ status: 404, code: 'LINEAGE_UNKNOWN' },
    });
    for (const query of ['', '?of=event:x&depth=9', '?of=a&of=b'])
      expect(await read(`/catalog/v1/lineage${query}`)).toMatchObject({
        ...{ status: 400, code: 'QUERY_INVALID' },
      });
  });

  it('a field tells who reads it, who writes it and what came in it, without a personal value', async () => {
    const field = `/catalog/v1/events/${ORDER}/field?path=`;
    expect(await read(`${field}/status`)).toMatchObject({
      field: { type: 'string', required: true },
      since: { version: 1 },
      readers: [
        { name: 'billing-service', need: { values: ['placed', 'paid'] } },
        { name: 'fraud-watch', isDeclared: false },
      ],
      writers: [{ name: '/shop/eu' }],
      seen: {
        present: 3,
        shapes: [
          { shape: 'placed', count: 2 },
          { shape: 'paid', count: 1 },
        ],
      },
    });
    const email = await read(`${field}/customer/email`);
    expect(email).toMatchObject({ seen: { present: 3, shapes: [], longest: EMAIL.length } });
    expect(JSON.stringify(email)).not.toContain('ada');
    expect(await read(`${field}/lines/*/price`)).toMatchObject({
      readers: [{ name: 'billing-service' }, { name: 'fraud-watch' }],
      seen: { smallest: 10, largest: 10 },
    });
    expect(await read(`${field}/nothing`)).toMatchObject({ status: 404, code: 'FIELD_UNKNOWN' });
  });

  it('health tells the checks, the tier, the latency and the reasons of a running gateway', async () => {
    await eventually(async () =>
      expect(await read('/catalog/v1/health')).toMatchObject({
        gateway: {
          isReachable: true,
          checks: expect.arrayContaining([expect.objectContaining({ name: 'breaker' })]),
          latency: { requests: expect.any(Number) },
        },
        reasons: [{ reason: 'SCHEMA_VIOLATION', count: 1, contracts: 1 }],
        events: [{ id: ORDER, tier: 'bytes', mode: 'enforce', refused: 1 }],
        modes: [{ mode: 'enforce', contracts: 1 }],
        quarantine: { cases: 1 },
      }),
    );
  });

  it('home shows a change that was refused, once, however often it was tried', async () => {
    const { definition } = orderPlaced().schema;
    const breaking = orderPlaced({
      schema: {
        ...{ format: 'json-schema', subject: 'orders.events-value' },
        definition: {
          ...definition,
          properties: { ...definition.properties, total: { type: 'string' } },
        },
      },
    });
    for (let tries = 0; tries < 3; tries++)
      expect(
        (await send(concordat.registryUrl, '/v1/contracts', JSON.stringify(breaking))).status,
      ).toBe(409);
    const dry = await send(
      concordat.registryUrl,
      '/v1/contracts?dryRun=true',
      JSON.stringify(breaking),
    );
    expect(dry.status).toBe(409);
    const asSchema = JSON.stringify({
      schemaType: 'JSON',
      schema: JSON.stringify(breaking.schema.definition),
    });
    await send(concordat.registryUrl, '/subjects/orders.events-value/versions', asSchema);
    await eventually(async () => {
      const { refusedChanges } = await read('/catalog/v1/home');
      expect(refusedChanges).toContainEqual(
        expect.objectContaining({ what: ORDER, code: 'CONTRACT_INCOMPATIBLE', count: 3 }),
      );
    });
  });

  it('a subject without a contract is nobody’s, and is listed until somebody describes it', async () => {
    const schema = JSON.stringify({ type: 'object' });
    const body = JSON.stringify({ schemaType: 'JSON', schema });
    await send(concordat.registryUrl, '/subjects/legacy.users-value/versions', body);
    expect(await read('/catalog/v1/subjects?q=LEGACY')).toMatchObject({
      total: 1,
      subjects: [{ subject: 'legacy.users-value', version: 1, type: 'JSON' }],
    });
    expect(await read('/catalog/v1/home')).toMatchObject({ undescribed: 1 });
    expect(await read('/catalog/v1/subjects?q=nothing')).toMatchObject({ total: 1, subjects: [] });
  });

  it('what goes is listed with who still sends it and who reads it', async () => {
    await publish(concordat.registryUrl, {
      ...orderPlacedLater(),
      status: 'deprecated',
      deprecation: { from: '2026-01-01', sunset: '2099-12-31' },
    });
    await eventually(async () => {
      const { rows } = await read('/catalog/v1/sunsets');
      expect(rows).toMatchObject([
        {
          sunsetOn: '2099-12-31',
          producers: [{ name: '/shop/eu' }],
          consumers: [{ name: 'billing-service' }, { name: 'fraud-watch' }],
        },
        { field: '/couponCode', deprecatedOn: '2026-09-01', replacedBy: '/discounts' },
      ]);
    });
  });

  it('open pages are told when something moves, and the process ends although they listen', async () => {
    const ending = new AbortController();
    const answer = await fetch(`${concordat.registryUrl}/catalog/v1/live`, {
      signal: ending.signal,
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const hear = async () => {
      for (;;) {
        const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) return;
        heard += value;
      }
    };
    const hearing = hear().catch(() => undefined);
    const moves = () => heard.split('event: moved').length - 1;
    await eventually(async () => Promise.resolve(expect(moves()).toBeGreaterThan(0)));
    await sleep(1_500);
    const before = moves();
    await sendOrder(concordat.gatewayUrl, anOrder('live'), 'live-1');
    await eventually(async () => Promise.resolve(expect(moves()).toBeGreaterThan(before)));
    ending.abort();
    await hearing;
  });

  it('one page more than the limit hears that it must ask by itself, and room is made by who goes', async () => {
    const path = `${concordat.registryUrl}/catalog/v1/live`;
    const ending = new AbortController();
    const listen = () => fetch(path, { signal: ending.signal });
    const answers = await Promise.all(Array.from({ length: limits.liveStreams.value }, listen));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await read('/catalog/v1/live')).toMatchObject({ status: 503, code: 'LIVE_FULL' });
    ending.abort();
    await eventually(async () => {
      const answer = await fetch(path);
      await answer.body?.cancel();
      expect(answer.status).toBe(200);
    });
  }, 60_000);

  it.each(['asyncapi', 'odcs'])(
    'contracts leave as %s and come back the same, what their schemas refer to included [covers 68]',
    async (format) => {
      const money = { $ref: '#/$defs/money' };
      const parts = { $defs: { money: { type: 'integer' } }, type: 'object' };
      const PRICED = 'stock.priced';
      await publish(concordat.registryUrl, {
        ...plainContract(PRICED, 'stock'),
        schema: { definition: { ...parts, properties: { was: money, is: money } } },
      });
      for (const id of [ORDER, PRICED]) {
        const answer = await fetch(`${concordat.registryUrl}/v1/contracts/${id}/exports/${format}`);
        const path = `/v1/imports/${format}`;
        const imported = await send(concordat.registryUrl, path, await answer.text());
        expect(imported).toMatchObject({ notes: [], lost: [] });
        const [document] = imported['contracts'] as [object];
        const again = await send(
          concordat.registryUrl,
          '/v1/contracts?dryRun=true',
          JSON.stringify(document),
        );
        expect(again).toMatchObject({ status: 200, id, created: false });
      }
    },
  );

  it('a contract leaves as one page that runs nothing and asks nobody', async () => {
    const answer = await fetch(`${concordat.registryUrl}/v1/contracts/${ORDER}/exports/html`);
    const page = await answer.text();
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page).toContain('<h1>Order placed</h1>');
    expect(page).toContain('<code>/customer/email</code>');
    expect(page).not.toMatch(/<script|https?:\/\/|src=/);
  });

  it.each(inBinary)(
    'an event in %s is shown, tried, seen and handed on as one in JSON is',
    async (format, { schemas, said }) => {
      const id = `stock.sold-${format}`;
      const page = `/catalog/v1/events/${id}`;
      for (const definition of schemas)
        await publish(concordat.registryUrl, binaryContract(id, format, definition));
      const shown = (await read(page)) as { example: object; schema: { id: number; tree: object } };
      expect(shown).toMatchObject({
        version: 2,
        schema: {
          tree: {
            children: [
              { path: '/sku', type: 'string', description: 'What was sold.' },
              { path: '/cents' },
              { path: '/gift' },
            ],
          },
        },
        example: expect.any(Object),
      });
      const type = `application/${format}+json`;
      const judged = (event: object) =>
        send(concordat.registryUrl, `${page}/validate`, JSON.stringify(event), type);
      await eventually(async () => {
        expect(await judged(shown.example)).toMatchObject({ verdict: 'accepted' });
      });
      expect(await judged({ ...shown.example, sku: 7 })).toMatchObject({
        verdict: 'rejected',
        violations: [{ pointer: '/sku' }],
      });
      expect(await read(`${page}/diff/1..2`)).toMatchObject({
        backward: { verdict: 'compatible' },
        changes: [{ field: '/gift' }],
      });
      const body = JSON.stringify({
        value_schema_id: shown.schema.id,
        records: [{ value: { ...shown.example, sku: 'ABC-17' } }],
      });
      const sent = await send(
        concordat.gatewayUrl,
        `/topics/${id}`,
        body,
        `application/vnd.kafka.${format}.v2+json`,
      );
      expect(sent).toMatchObject({ status: 200 });
      await eventually(async () => {
        expect(await read(`${page}/field?path=/sku`)).toMatchObject({
          seen: { events: 1, present: 1, shapes: [{ shape: 'AAA-99' }] },
        });
      });
      const exported = async (as: string) =>
        (await fetch(`${concordat.registryUrl}/v1/contracts/${id}/exports/${as}`)).text();
      expect(JSON.parse(await exported('asyncapi'))).toMatchObject({
        defaultContentType: `application/${format}`,
        components: {
          messages: { event: { payload: { schemaFormat: expect.stringContaining(format) } } },
        },
      });
      expect(JSON.parse(await exported('odcs'))).toMatchObject({
        schema: [
          {
            properties: [
              { name: 'sku', logicalType: 'string' },
              { name: 'cents', logicalType: 'integer' },
              { name: 'gift', logicalType: 'boolean' },
            ],
          },
        ],
      });
      expect(await exported('markdown')).toContain(said);
      // Comments are words for people, and go along.
      expect(await exported('asyncapi')).toContain('What was sold.');
      expect(await exported('odcs')).toContain('What was sold.');
      expect(await exported('html')).toContain('What was sold.');
    },
  );

  it.each([
    ['/v1/imports/raml', '{}', 404, 'IMPORT_UNKNOWN'],
    ['/v1/imports/asyncapi', '{', 422, 'IMPORT_UNREADABLE'],
    ['/v1/imports/asyncapi', 'a: [', 422, 'IMPORT_UNREADABLE'],
    ['/v1/imports/odcs', '[]', 422, 'IMPORT_UNREADABLE'],
  ])('%s of %j is answered %i %s', async (path, body, status, code) => {
    expect(await send(concordat.registryUrl, path, body)).toMatchObject({ status, code });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking } from '../support/ask.js';
import { publishInForce } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const NAME = 'asked.orders';
const V2 = 'application/vnd.kafka.json.v2+json';
const BATCH = 'application/cloudevents-batch+json';

describe('a dry run of a whole request', () => {
  let concordat: StartedConcordat;

  const ask = asking(() => concordat.gatewayUrl);
  const post = (path: string, body: unknown, headers: Record<string, string>) =>
    ask('POST', path, body, headers);
  const events = (...totals: unknown[]) =>
    totals.map((total, n) => ({
      ...{ specversion: '1.0', id: `${n}`, source: '/shop', type: NAME, data: { total } },
    }));
  const records = (...totals: unknown[]) => ({
    records: totals.map((total) => ({ value: { total } })),
  });
  const told = ({ body }: { body: Record<string, unknown> }) =>
    ((body['results'] ?? body['offsets']) as Record<string, unknown>[]).map((each) => ({
      fate: each['verdict'] ?? each['status'],
      reason: each['reason'],
      at: each['position'] ?? each['offset'],
    }));
  const traces = async () => {
    const read = async (url: string) =>
      (await (await fetch(url)).json()) as Record<string, never[]>;
    const { topics } = await read(`${concordat.gatewayUrl}/v1/topics`);
    const activity = await read(`${concordat.registryUrl}/catalog/v1/events/${NAME}/activity`);
    return [topics, activity['verdicts'], activity['refusals'], activity['latency']];
  };

  beforeAll(async () => {
    concordat = await startConcordat();
    await publishInForce(concordat, {
      ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: NAME, owner: { team: 'orders' } },
      schema: {
        ...{ format: 'json-schema', subject: `${NAME}-value` },
        definition: { type: 'object', properties: { total: { type: 'number' } } },
      },
      channel: { topic: NAME },
    });
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('tells what would become of each event, and nothing is sent, kept or counted', async () => {
    const expected = [
      { fate: 'accepted', reason: undefined, at: undefined },
      { fate: 'rejected', reason: 'SCHEMA_VIOLATION', at: undefined },
    ];
    const batch = await post(`/events?dryRun=true&topic=${NAME}`, events(1, 'one'), {
      'content-type': BATCH,
    });
    expect([batch.status, told(batch)]).toEqual([207, expected]);
    const topic = await post(`/topics/${NAME}?dryRun=true`, records(1, 'one'), {
      'content-type': V2,
    });
    expect(told(topic)).toEqual(expected.map((each) => ({ ...each, at: null })));
    const entries = records(1, 'one').records.map(({ value }, n) => ({
      ...{ id: `${n}`, value: { type: 'JSON', data: value } },
    }));
    const v3 = await post(
      `/v3/clusters/c/topics/${NAME}/records:batch?dryRun=true`,
      { entries },
      { 'content-type': 'application/json' },
    );
    const { successes, failures } = v3.body as { successes: object[]; failures: object[] };
    expect([successes.length, failures.length]).toEqual([1, 1]);
    expect(await traces()).toEqual([[], [], [], []]);
  });

  it('gives its answer to no request that sends, whatever key both have', async () => {
    const headers = { 'content-type': V2, 'Idempotency-Key': '"one-key"' };
    const asked = await post(`/topics/${NAME}?dryRun=true`, records(1), headers);
    expect(told(asked)).toMatchObject([{ fate: 'accepted', at: null }]);
    const sent = await post(`/topics/${NAME}`, records(1), headers);
    expect(told(sent)).toMatchObject([{ fate: 'accepted', at: expect.any(Number) }]);
  });

  it('is refused where it is not clear whether it is one, and nothing is sent', async () => {
    const before = await traces();
    for (const query of ['dryRun', 'dryRun=yes', 'dryRun=true&dryRun=false']) {
      const asked = await post(`/topics/${NAME}?${query}`, records(1), { 'content-type': V2 });
      expect([query, asked.status, asked.body['error_code']]).toEqual([query, 400, 422]);
      const event = await post(`/events?${query}`, events(1), { 'content-type': BATCH });
      expect([query, event.body['code']]).toEqual([query, 'DRY_RUN_UNCLEAR']);
    }
    const stream = await post(
      `/v3/clusters/c/topics/${NAME}/records?dryRun=true`,
      { value: { type: 'JSON', data: { total: 1 } } },
      { 'content-type': 'application/json' },
    );
    expect(stream.status).toBe(400);
    expect((await traces())[0]).toEqual(before[0]);
    const plain = await post(`/topics/${NAME}?dryRun=false`, records(1), { 'content-type': V2 });
    expect(told(plain)).toMatchObject([{ fate: 'accepted', at: expect.any(Number) }]);
  });

  it('registers no schema that comes with it', async () => {
    const asked = await post(
      `/topics/${NAME}?dryRun=true`,
      { ...records(1), value_schema: '{"type":"object"}' },
      { 'content-type': 'application/vnd.kafka.jsonschema.v2+json' },
    );
    expect([asked.status, asked.body['message']]).toEqual([
      422,
      expect.stringContaining('a dry run registers nothing'),
    ]);
  });
});

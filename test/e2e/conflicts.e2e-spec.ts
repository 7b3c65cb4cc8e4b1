import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking, type Reply } from '../support/ask.js';
import { publishInForce } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const schema = {
  type: 'object',
  required: ['orderId'],
  properties: {
    orderId: { type: 'string' },
    version: { type: 'integer' },
    total: { type: 'number' },
    note: { type: 'string' },
  },
};
const contract = (name: string, more: Record<string, unknown>) => ({
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: name, owner: { team: 'orders' } },
  schema: { format: 'json-schema', subject: `${name}-value`, definition: schema },
  envelope: { type: `${name}.changed` },
  channel: { topic: name, key: '/orderId', partitions: 1 },
  ...more,
});

let city: StartedConcordat;

const ask = asking(() => city.gatewayUrl);

/** One write; a text is the value as it is. */
function write(
  name: string,
  id: string,
  data: Record<string, unknown> | string | undefined,
  attributes: Record<string, string> = {},
): Promise<Reply> {
  const { source = '/a', ...more } = attributes;
  const context = { specversion: '1.0', id, source, type: `${name}.changed`, ...more };
  const headers = Object.entries(context).map(([key, value]) => [`ce-${key}`, value] as const);
  return ask('POST', '/events', data, Object.fromEntries(headers));
}

const given = (name: string, semantics: Record<string, unknown>, more = {}) =>
  publishInForce(city, contract(name, { semantics, ...more }));

interface Logged {
  readonly eventId: string;
  readonly value: Record<string, unknown> | null;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}
async function logOf(name: string): Promise<readonly Logged[]> {
  const { body } = await ask('GET', `/v1/topics/${name}/partitions/0/events?offset=0&limit=100`);
  return body.events as readonly Logged[];
}
const headersOf = (event: Logged | undefined): Record<string, string> =>
  Object.fromEntries((event?.headers ?? []).map(({ name, value }) => [name, value]));

const order = { type: 'order', key: '/orderId', version: '/version' };
const REVIEWED = { entity: order, conflict: { policy: 'review' } };

beforeAll(async () => {
  city = await startConcordat();
}, 90_000);
afterAll(async () => {
  await city.stop();
});

describe('two writes of one entity, where a person decides', () => {
  it('the one that came second stands as the next version once a person says so, and names what it stands over [covers 29]', async () => {
    await given('decided', { ...REVIEWED, dedup: { window: 'P1D' } });
    expect((await write('decided', 'first', { orderId: 'a', version: 7 })).status).toBe(200);
    const second = '{ "orderId": "a", "version": 6, "total": 10.10, "note": "second" }';
    const { status, body } = await write('decided', 'second', second, { source: '/b' });
    expect([status, body.code]).toEqual([409, 'NEEDS_REVIEW']);
    const path = `/v1/quarantine/${body.quarantineId}`;
    expect((await ask('POST', `${path}/replay`)).body).toMatchObject({ code: 'NEEDS_REVIEW' });
    const standing = await ask('GET', `${path}/standing`);
    expect(standing).toMatchObject({
      status: 200,
      body: { entity: 'order', key: 'a', over: '7', version: '7', source: '/a', eventId: 'first' },
    });
    const decided = await ask('POST', `${path}/replay?over=7`);
    expect(decided).toMatchObject({ status: 200, body: { state: 'fixed', verdict: 'accepted' } });
    const events = await logOf('decided');
    expect(events.map(({ eventId }) => eventId)).toEqual(['first', 'second']);
    expect(events[1]?.value).toEqual({ orderId: 'a', version: 8, total: 10.1, note: 'second' });
    expect(headersOf(events[1])).toMatchObject({ ce_causationid: 'first', ce_source: '/b' });
    const { body: closed } = await ask('GET', path);
    expect(closed).toMatchObject({ state: 'fixed' });
    expect(closed.actions.at(-1)).toMatchObject({ action: 'fixed', note: 'it stands over 7' });
    expect((await ask('POST', `${path}/replay?over=7`)).body).toMatchObject({
      code: 'CASE_CLOSED',
    });
  });

  it('a decision against what no longer stands is told what stands by now, and the case stays open', async () => {
    await given('moved', REVIEWED);
    await write('moved', '1', { orderId: 'a', version: 7 });
    const { body } = await write('moved', '2', { orderId: 'a', version: 7, note: 'other' });
    await write('moved', '3', { orderId: 'a', version: 8 });
    const path = `/v1/quarantine/${body.quarantineId}`;
    expect(await ask('POST', `${path}/replay?over=7`)).toMatchObject({
      status: 409,
      body: { code: 'CONFLICT_MOVED_ON', detail: expect.stringContaining('8 stands by now') },
    });
    expect((await ask('GET', path)).body).toMatchObject({ state: 'open' });
    expect((await ask('POST', `${path}/replay?over=8`)).status).toBe(200);
    expect((await logOf('moved')).map(({ value }) => value?.['version'])).toEqual([7, 8, 9]);
  });

  it('what a person corrects on the way is judged like every event', async () => {
    await given('corrected', REVIEWED);
    await write('corrected', '1', { orderId: 'a', version: 2 });
    const { body } = await write('corrected', '2', { orderId: 'a', version: 1, note: 'x' });
    const path = `/v1/quarantine/${body.quarantineId}/replay?over=2`;
    const wrong = await ask('POST', path, JSON.stringify({ orderId: 'a', version: 1, note: 5 }));
    expect(wrong).toMatchObject({ status: 422 });
    const right = await ask('POST', path, JSON.stringify({ orderId: 'a', version: 1, note: 'y' }));
    expect(right.status).toBe(200);
    expect((await logOf('corrected')).at(-1)?.value).toEqual({
      orderId: 'a',
      version: 3,
      note: 'y',
    });
  });

  it('a version in the envelope is raised there, and so a delete can be let stand', async () => {
    const entity = { type: 'order', key: '/orderId', version: '@entityversion' };
    const channel = { topic: 'enveloped', key: '/orderId', partitions: 1, cleanup: 'compact' };
    await given('enveloped', { entity, conflict: { policy: 'review' } }, { channel });
    await write('enveloped', '1', { orderId: 'a' }, { entityversion: '5', partitionkey: 'a' });
    const { body } = await write('enveloped', '2', undefined, {
      ...{ entityversion: '5', partitionkey: 'a' },
    });
    expect(body.code).toBe('NEEDS_REVIEW');
    const path = `/v1/quarantine/${body.quarantineId}/replay?over=5`;
    expect((await ask('POST', path)).status).toBe(200);
    const last = (await logOf('enveloped')).at(-1);
    expect(last?.value).toBeNull();
    expect(headersOf(last)).toMatchObject({ ce_entityversion: '6', ce_causationid: '1' });
  });

  it('of writers that count their writes the one let stand knows of both', async () => {
    const entity = { type: 'order', key: '/orderId' };
    const producers = [{ source: '/a' }, { source: '/b' }];
    await given('vectors', { entity, conflict: { policy: 'vector-clock' } }, { producers });
    await write('vectors', '1', { orderId: 'a' }, { source: '/a', entityclock: '/a=1' });
    const clock = { source: '/b', entityclock: '/b=1' };
    const { body } = await write('vectors', '2', { orderId: 'a', note: 'b' }, clock);
    expect(body.code).toBe('CONCURRENT_WRITE');
    const path = `/v1/quarantine/${body.quarantineId}`;
    const { over } = (await ask('GET', `${path}/standing`)).body as { over: string };
    expect(over).toBe('/a=1');
    const decided = await ask('POST', `${path}/replay?over=${encodeURIComponent(over)}`);
    expect(decided.status).toBe(200);
    const last = (await logOf('vectors')).at(-1);
    expect(headersOf(last)).toMatchObject({ ce_entityclock: '/a=1,/b=1' });
    const next = { source: '/a', entityclock: '/a=2,/b=1' };
    expect((await write('vectors', '3', { orderId: 'a' }, next)).status).toBe(200);
  });

  it('where the contract decides by itself there is nothing to decide', async () => {
    await given('strict', { entity: order, conflict: { policy: 'reject' } });
    await write('strict', '1', { orderId: 'a', version: 2 });
    const { body } = await write('strict', '2', { orderId: 'a', version: 1 });
    expect(body.code).toBe('STALE_VERSION');
    const path = `/v1/quarantine/${body.quarantineId}`;
    const none = { status: 409, body: { code: 'CASE_WITHOUT_CONFLICT' } };
    expect(await ask('GET', `${path}/standing`)).toMatchObject(none);
    expect(await ask('POST', `${path}/replay?over=2`)).toMatchObject(none);
    expect(await ask('GET', '/v1/quarantine/none/standing')).toMatchObject({ status: 404 });
    await ask('POST', `${path}/discard`);
    expect((await ask('GET', `${path}/standing`)).body).toMatchObject({ code: 'CASE_CLOSED' });
  });
});

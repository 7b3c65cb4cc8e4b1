import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { eventually } from '../support/eventually.js';
import { publishInForce } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

interface Report {
  readonly undeclared: string;
  readonly sent: readonly {
    readonly pointer: string;
    readonly producer: string;
    readonly firstSeen: string;
    readonly count: number;
  }[];
  readonly others: number;
  readonly unsent: { readonly sampled: number; readonly pointers: readonly string[] };
}

const schema = {
  type: 'object',
  properties: {
    orderId: { type: 'string' },
    note: { type: 'string' },
    ship: { type: 'object', properties: { to: { type: 'string' }, via: { type: 'string' } } },
    lines: { type: 'array', items: { type: 'object', properties: { sku: { type: 'string' } } } },
  },
};

describe('drift between contract and traffic [covers 66]', () => {
  let city: StartedConcordat;

  const given = async (name: string, more: object) => {
    await publishInForce(city, {
      ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: name, owner: { team: 'orders' } },
      schema: { format: 'json-schema', subject: `${name}-value`, definition: schema },
      envelope: { type: name },
      channel: { topic: name },
      ...more,
    });
  };
  const send = async (name: string, source: string, data: object): Promise<number> => {
    const headers = {
      ...{ 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': source, 'ce-type': name },
      'content-type': 'application/json',
    };
    const body = JSON.stringify(data);
    return (await fetch(`${city.gatewayUrl}/events`, { method: 'POST', headers, body })).status;
  };
  const report = async (name: string): Promise<Report> => {
    const answer = await fetch(`${city.registryUrl}/v1/contracts/${name}/drift`);
    return (await answer.json()) as Report;
  };
  const counted = ({ sent }: Report) =>
    sent.map(({ pointer, producer, count }) => [pointer, producer, count]);

  beforeAll(async () => {
    city = await startConcordat();
  }, 90_000);
  afterAll(() => city.stop());

  it('lists what a producer adds while the contract only observes, with who, since when and how often', async () => {
    await given('observed', { undeclared: 'refuse', enforcement: { mode: 'observe' } });
    const before = Date.now();
    expect(await send('observed', '/a', { orderId: 'x', coupon: 'c' })).toBe(200);
    expect(await send('observed', '/a', { coupon: 'd', lines: [{}, { colour: 'red' }] })).toBe(200);
    expect(await send('observed', '/b', { coupon: 'e', lines: [{ colour: 'blue' }] })).toBe(200);
    await eventually(async () => {
      expect(counted(await report('observed'))).toEqual(
        expect.arrayContaining([
          ['/coupon', '/a', 2],
          ['/coupon', '/b', 1],
          ['/lines/*/colour', '/a', 1],
          ['/lines/*/colour', '/b', 1],
        ]),
      );
    });
    const [{ firstSeen } = { firstSeen: '' }] = (await report('observed')).sent;
    expect(Date.parse(firstSeen)).toBeGreaterThanOrEqual(before - 1);
    expect(Date.parse(firstSeen)).toBeLessThanOrEqual(Date.now());
  });

  it('and while it warns, or refuses them', async () => {
    await given('warned', { undeclared: 'warn' });
    await given('refused', { undeclared: 'refuse' });
    expect(await send('warned', '/a', { extra: 1 })).toBe(200);
    expect(await send('refused', '/a', { extra: 1 })).not.toBe(200);
    for (const name of ['warned', 'refused'])
      await eventually(async () => {
        expect(counted(await report(name))).toEqual([['/extra', '/a', 1]]);
      });
  });

  it('tells which declared fields the newest events do not have', async () => {
    await given('silent', {});
    expect((await report('silent')).unsent).toEqual({ sampled: 0, pointers: [] });
    await given('quiet', {});
    await send('quiet', '/a', { orderId: 'x', ship: { to: 'here' }, lines: [{}] });
    expect((await report('quiet')).unsent).toEqual({
      sampled: 1,
      pointers: ['/note', '/ship/via', '/lines/*/sku'],
    });
  });

  it('counts together what a producer invents beyond the limit', async () => {
    await given('invented', { undeclared: 'warn' });
    const names = limits.undeclaredFields.value + 1;
    const events = Array.from({ length: names }, (_, n) => ({
      ...{ specversion: '1.0', id: `${n}`, source: '/a', type: 'invented' },
      data: { [`f${n}`]: n },
    }));
    const answered = await fetch(`${city.gatewayUrl}/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    });
    expect(answered.status).toBe(200);
    await eventually(async () => {
      const { sent, others } = await report('invented');
      expect([sent.length, others]).toEqual([limits.undeclaredFields.value, 1]);
    });
    const answer = await fetch(`${city.registryUrl}/v1/contracts/nobody/drift`);
    expect(answer.status).toBe(404);
  }, 60_000);
});

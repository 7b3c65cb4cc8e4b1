import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aContract, asking } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { publishInForce } from '../support/publish-orders.js';
import { runCli } from '../support/run-cli.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

describe('the review', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  const cli = (...words: readonly string[]) =>
    runCli(['review', ...words], { env: { CONCORDAT_REGISTRY_URL: concordat.registryUrl } });
  const write = async (id: string, source: string, clock: string) => {
    const answer = await fetch(`${concordat.gatewayUrl}/events`, {
      method: 'POST',
      headers: {
        ...{ 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': source, 'ce-type': 'order.moved' },
        ...{ 'ce-entityclock': clock, 'content-type': 'application/json' },
      },
      body: JSON.stringify({ orderId: 'a' }),
    });
    return (await answer.json()) as { verdict: string };
  };

  beforeAll(async () => {
    concordat = await startConcordat();
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('of an empty registry says that nothing stands out', async () => {
    expect(await cli()).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/: 0 contracts in force\. Nothing stands out\./),
    });
  });

  it('names the entity two services write, and how many of its events were in conflict [covers 47]', async () => {
    await publishInForce(
      concordat,
      aContract('orders.order-moved', {
        domain: 'orders',
        envelope: { type: 'order.moved' },
        channel: { topic: 'orders.moved', key: '/orderId' },
        producers: [{ source: '/shop' }, { source: '/till' }],
        semantics: {
          entity: { type: 'order', key: '/orderId' },
          conflict: { policy: 'last-writer-wins' },
        },
      }),
    );
    await publishInForce(concordat, aContract('plain.event', { channel: { topic: 'plain' } }));
    expect((await write('1', '/shop', '1000.1')).verdict).toBe('accepted');
    expect((await write('2', '/till', '900.1')).verdict).toBe('superseded');
    expect((await write('3', '/till', '1000.2')).verdict).toBe('accepted');
    expect((await write('4', '/shop', '1000.3')).verdict).toBe('accepted');
    await eventually(async () => {
      const { status, body } = await ask('GET', '/catalog/v1/review');
      expect(status).toBe(200);
      expect(body.manyWriters).toEqual([
        {
          entity: 'order',
          events: [expect.objectContaining({ id: 'orders.order-moved', owner: 'orders' })],
          ...{ writers: ['/shop', '/till'], policies: ['last-writer-wins'] },
          ...{ judged: 4, conflicts: 1, conflictRate: 0.25 },
        },
      ]);
    });
    expect((await cli()).stdout).toContain(
      'order  /shop, /till  conflict policy last-writer-wins  1 of 4 events in conflict (25 %)',
    );
    expect(JSON.parse((await cli('--format', 'json')).stdout)).toMatchObject({ inForce: 2 });
  }, 60_000);

  it('is told in pages, of one list, of one team; the numbers are of all there is', async () => {
    const { body } = await ask('GET', '/catalog/v1/review?list=manyWriters&rows=1');
    expect(body).toMatchObject({
      manyWriters: [{ entity: 'order' }],
      ...{ unread: [], silent: [], refused: [], overdue: [] },
      counts: { unread: 0, silent: 0, manyWriters: 1, refused: 0, overdue: 0 },
    });
    const behind = await ask('GET', '/catalog/v1/review?list=manyWriters&rows=1&from=1');
    expect(behind.body).toMatchObject({ manyWriters: [], counts: { manyWriters: 1 } });
    const nobodys = await ask('GET', '/catalog/v1/review?team=nobody');
    expect(nobodys.body).toMatchObject({ manyWriters: [], counts: { manyWriters: 0 } });
    expect((await cli('--team', 'orders')).stdout).toContain('order  /shop, /till');
    expect((await cli('--team', 'nobody')).stdout).toContain('Nothing stands out.');
    for (const [query, says] of [
      ['list=all', 'one of unread, silent'],
      ['rows=0', 'from 1 to 1000'],
      ['from=-1', 'from 0'],
      ['team=a&team=b', 'once'],
    ])
      expect(await ask('GET', `/catalog/v1/review?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'QUERY_INVALID', detail: expect.stringContaining(String(says)) },
      });
  });

  it('takes a number of days, and says so where it is none', async () => {
    expect((await ask('GET', '/catalog/v1/review?days=90')).body).toMatchObject({ days: 90 });
    for (const days of ['0', 'x', '1.5', '366'])
      expect(await ask('GET', `/catalog/v1/review?days=${days}`)).toMatchObject({
        status: 400,
        body: { code: 'QUERY_INVALID', detail: expect.stringContaining('from 1 to 365') },
      });
    expect(await cli('--days', '0')).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('from 1 to 365'),
    });
  });
});

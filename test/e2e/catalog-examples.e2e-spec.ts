import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { aContract, asking } from '../support/ask.js';
import { publishInForce } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const SHARED = { channel: { topic: 'warehouse' } };

describe('examples of an event in a topic that others share', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.registryUrl);
  let sent = 0;

  /** One request, so that they stand in the log as they are listed. */
  async function send(type: string, count: number): Promise<void> {
    const events = Array.from({ length: count }, () => ({
      ...{ specversion: '1.0', id: String(++sent), source: '/dock', type, data: { orderId: 'a' } },
    }));
    const answer = await fetch(`${concordat.gatewayUrl}/events`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/cloudevents-batch+json' },
      body: JSON.stringify(events),
    });
    expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
  }
  const examplesOf = async (id: string) =>
    (await ask('GET', `/catalog/v1/events/${id}/examples`)).body as {
      readonly events: readonly object[];
      readonly because?: string;
    };

  beforeAll(async () => {
    concordat = await startConcordat();
    for (const name of ['arrived', 'left'])
      await publishInForce(
        concordat,
        aContract(`warehouse.${name}`, { ...SHARED, envelope: { type: name } }),
      );
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('are looked for among so many of the newest, and it is said where there is none of them', async () => {
    const most = limits.exampleEvents.value;
    await send('arrived', 1);
    await send('left', most - 1);
    expect((await examplesOf('warehouse.arrived')).events).toHaveLength(1);
    await send('left', 1);
    expect(await examplesOf('warehouse.arrived')).toEqual({
      events: [],
      because: expect.stringContaining('among the newest in the topic "warehouse"'),
    });
    expect((await examplesOf('warehouse.left')).events).toHaveLength(3);
  });
});

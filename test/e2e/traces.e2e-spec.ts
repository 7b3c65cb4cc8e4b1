import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aContract, asking } from '../support/ask.js';
import { eventually } from '../support/eventually.js';
import { publish } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const given = { traceparent: `00-${trace}-b7ad6b7169203331-01`, tracestate: 'rojo=1' };

describe('the trace of a request', () => {
  let concordat: StartedConcordat;
  const ask = asking(() => concordat.gatewayUrl);
  const topic = 'traced';
  /** What the newest event of the log says of its trace. */
  const newest = async () => {
    const { body } = await ask('GET', `/v1/topics/${topic}/partitions/0/events`);
    const { headers } = (
      body as { events: { headers: { name: string; value: string }[] }[] }
    ).events.at(-1)!;
    return Object.fromEntries(headers.map(({ name, value }) => [name, value]));
  };
  const cloudEvent = (id: string, more: object = {}) => ({
    ...{ specversion: '1.0', id, source: '/s', type: topic, ...more },
    data: { orderId: id },
  });

  beforeAll(async () => {
    concordat = await startConcordat();
    await publish(concordat.registryUrl, aContract(topic));
    await eventually(async () => {
      const answer = await ask('POST', `/topics/${topic}?dryRun=true`, {
        records: [{ value: { orderId: 'a' } }],
      });
      expect(answer.text).toContain('"status":"accepted"');
    });
  }, 90_000);
  afterAll(() => concordat?.stop());

  it.each([
    ['CloudEvents', `/events?topic=${topic}`, 'application/cloudevents+json', cloudEvent('one')],
    [
      'a batch',
      `/events?topic=${topic}`,
      'application/cloudevents-batch+json',
      [cloudEvent('a'), cloudEvent('b')],
    ],
    [
      'Kafka REST v2',
      `/topics/${topic}`,
      'application/vnd.kafka.json.v2+json',
      { records: [{ value: { orderId: 'v2' } }] },
    ],
    [
      'Kafka REST v3',
      `/v3/clusters/any/topics/${topic}/records`,
      'application/json',
      { value: { type: 'JSON', data: { orderId: 'v3' } } },
    ],
    [
      'Kafka REST v3 in batches',
      `/v3/clusters/any/topics/${topic}/records:batch`,
      'application/json',
      { entries: [{ id: '1', value: { type: 'JSON', data: { orderId: 'v3b' } } }] },
    ],
  ])('goes on with its events: %s [covers 31]', async (_, path, type, body) => {
    const answer = await ask('POST', path, body, { 'content-type': type, ...given });
    expect(answer.status).toBeLessThan(300);
    const { traceparent, tracestate } = await newest();
    expect(traceparent).toMatch(new RegExp(`^00-${trace}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`));
    expect(tracestate).toBe('rojo=1');
  });

  it('is not made up, and a malformed one is ignored', async () => {
    const type = { 'content-type': 'application/cloudevents+json' };
    const malformed = { traceparent: `00-${trace}`, tracestate: 'rojo=1' };
    for (const [id, sent] of [
      ['none', {}],
      ['bad', malformed],
    ] as const) {
      const event = cloudEvent(id, { traceparent: given.traceparent });
      const answer = await ask('POST', `/events?topic=${topic}`, event, { ...type, ...sent });
      expect(answer.body).toMatchObject({ verdict: 'accepted' });
      const told = await newest();
      expect(told).toMatchObject({ ce_id: id, ce_traceparent: given.traceparent });
      expect(Object.keys(told)).not.toContain('traceparent');
      expect(Object.keys(told)).not.toContain('tracestate');
    }
  });

  it('of a record that brings its own stays that of the record', async () => {
    const own = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;
    const headers = [{ name: 'traceparent', value: btoa(own) }];
    const record = { value: { type: 'JSON', data: { orderId: 'own' } }, headers };
    await ask('POST', `/v3/clusters/any/topics/${topic}/records`, record, given);
    const told = await newest();
    expect(told['traceparent']).toBe(own);
    expect(Object.keys(told)).not.toContain('tracestate');
  });
});

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { describeWithKafka, useKafka } from '../support/kafka/kafka-suite.js';
import { readCommitted } from '../support/kafka/read-committed.js';
import type { StartedKafka } from '../support/kafka/start-kafka.js';
import { openDatabase } from '../support/open-database.js';
import { publish } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const aTopic = (name: string) => `${name}-${randomBytes(4).toString('hex')}`;

const contractOf = (topic: string, more: object = {}) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: topic,
  owner: { team: 'orders' },
  schema: {
    format: 'json-schema',
    subject: `${topic}-value`,
    definition: {
      type: 'object',
      required: ['orderId', 'total'],
      properties: {
        orderId: { type: 'string' },
        total: { type: 'number' },
        version: { type: 'integer' },
      },
    },
  },
  envelope: { type: topic },
  channel: { topic, key: '/orderId', partitions: 3 },
  enforcement: { deadLetterTopic: `${topic}.refused` },
  ...more,
});

interface Answer {
  readonly status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers are looked at, not used
  readonly body: any;
}

const send = async (
  { gatewayUrl }: StartedConcordat,
  topic: string,
  { id, body }: { readonly id: string; readonly body: string },
): Promise<Answer> => {
  const answer = await fetch(`${gatewayUrl}/events`, {
    method: 'POST',
    headers: {
      ...{ 'ce-specversion': '1.0', 'ce-id': id, 'ce-source': '/s', 'ce-type': topic },
      'content-type': 'application/json',
    },
    body,
  });
  return { status: answer.status, body: await answer.json() };
};

const GOOD = '{"orderId":"a","total":1}';
const inForce = (concordat: StartedConcordat, topic: string) =>
  eventually(async () => {
    expect((await send(concordat, topic, { id: 'probe', body: GOOD })).status).toBe(200);
  });

interface Letter {
  readonly key: string | null;
  readonly value: unknown;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

const headersOf = ({ headers }: Letter) =>
  Object.fromEntries(headers.map(({ name, value }) => [name, value]));

describe('copies of refused events', () => {
  let concordat: StartedConcordat;
  const topic = aTopic('copied');
  const letters = async (from = `${topic}.refused`): Promise<readonly Letter[]> => {
    const answer = await fetch(
      `${concordat.gatewayUrl}/v1/topics/${from}/partitions/0/events?limit=1000`,
    );
    if (answer.status === 404) return [];
    return ((await answer.json()) as { events: readonly Letter[] }).events;
  };
  const publishing = async (document: object): Promise<Answer> => {
    const answer = await fetch(`${concordat.registryUrl}/v1/contracts`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify(document),
    });
    return { status: answer.status, body: await answer.json() };
  };

  beforeAll(async () => {
    concordat = await startConcordat();
    await publish(concordat.registryUrl, contractOf(topic));
    await inForce(concordat, topic);
  }, 90_000);
  afterAll(() => concordat?.stop());

  it('stand in the topic the contract names, byte for byte, with why they were refused', async () => {
    const body = '{ "orderId":"b",  "total": "much" }';
    const refused = await send(concordat, topic, { id: 'bad-1', body });
    expect(refused.status).toBe(422);
    const [letter, ...others] = await letters();
    expect(others).toEqual([]);
    expect(letter?.key).toBeNull();
    const raw = await fetch(
      `${concordat.gatewayUrl}/v1/topics/${topic}.refused/partitions/0/events`,
    );
    expect(await raw.text()).toContain(body);
    expect(headersOf(letter!)).toEqual({
      ...{ ce_id: 'bad-1', ce_source: '/s', ce_type: topic, ce_specversion: '1.0' },
      'content-type': 'application/json',
      'concordat-refused-case': refused.body.quarantineId,
      'concordat-refused-topic': topic,
      'concordat-refused-contract': `${topic}@1`,
      'concordat-refused-reason': 'SCHEMA_VIOLATION',
      'concordat-refused-pointer': '/total',
      'concordat-refused-message': expect.stringContaining('number'),
    });
  });

  it('are made once, however often it is sent, and none of what is accepted', async () => {
    const before = (await letters()).length;
    const bad = { id: 'bad-2', body: '{"orderId":"c"}' };
    await Promise.all(Array.from({ length: 5 }, () => send(concordat, topic, bad)));
    await send(concordat, topic, bad);
    await send(concordat, topic, { id: 'good', body: GOOD });
    expect(await letters()).toHaveLength(before + 1);
  });

  it('are made of an event that waited in vain for the version before it', async () => {
    const waiting = aTopic('waiting');
    const semantics = {
      entity: { type: 'order', key: '/orderId', version: '/version', gap: 'wait:PT0.3S' },
    };
    await publish(concordat.registryUrl, contractOf(waiting, { semantics }));
    const versioned = (version: number) => `{"orderId":"w","total":1,"version":${version}}`;
    await eventually(async () => {
      const first = await send(concordat, waiting, { id: 'v1', body: versioned(1) });
      expect(first.status).toBe(200);
    });
    await send(concordat, waiting, { id: 'v3', body: versioned(3) });
    await eventually(async () => {
      const [letter] = await letters(`${waiting}.refused`);
      expect(letter && headersOf(letter)).toMatchObject({
        ...{ ce_id: 'v3', 'concordat-refused-reason': 'PREDECESSOR_MISSING' },
        'concordat-refused-contract': `${waiting}@1`,
      });
    });
  });

  it('are not made where the case cannot be kept: both commit together or none does', async () => {
    const database = await openDatabase(concordat.databaseUrl);
    const before = (await letters()).length;
    await database.query(
      `ALTER TABLE event_log_partitions ADD CONSTRAINT no_letters
         CHECK (topic <> '${topic}.refused') NOT VALID`,
    );
    const refused = await send(concordat, topic, { id: 'bad-3', body: '{"orderId":"d"}' });
    expect([refused.status, refused.body.quarantineId]).toEqual([422, null]);
    await database.query('ALTER TABLE event_log_partitions DROP CONSTRAINT no_letters');
    await database.destroy();
    expect(await letters()).toHaveLength(before);
    const again = await send(concordat, topic, { id: 'bad-3', body: '{"orderId":"d"}' });
    expect(again.body.quarantineId).toEqual(expect.any(String));
    expect(await letters()).toHaveLength(before + 1);
  });

  it('never stand among events that a contract promises, whichever comes first', async () => {
    const [one, other] = [aTopic('one'), aTopic('other')];
    const enforcement = { deadLetterTopic: topic };
    expect(await publishing(contractOf(one, { enforcement }))).toMatchObject({
      status: 409,
      body: { code: 'DEAD_LETTERS_UNDER_CONTRACT', claimant: topic },
    });
    const channel = { topic: `${topic}.refused` };
    expect(await publishing(contractOf(other, { channel, enforcement: {} }))).toMatchObject({
      status: 409,
      body: { code: 'CONTRACT_TOPIC_OF_LETTERS', claimant: topic },
    });
    const shared = { deadLetterTopic: `${topic}.refused` };
    expect((await publishing(contractOf(one, { enforcement: shared }))).status).toBe(201);
  });

  it('cannot be sent by anybody else', async () => {
    const answer = await fetch(`${concordat.gatewayUrl}/topics/${topic}.refused`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/vnd.kafka.json.v2+json' } },
      body: '{"records":[{"value":{"orderId":"x"}}]}',
    });
    expect(await answer.text()).toContain('UNKNOWN_TOPIC');
  });
});

describeWithKafka('copies of refused events, where there is Kafka', () => {
  let kafka: StartedKafka;
  let concordat: StartedConcordat;
  const topic = aTopic('copied');

  beforeAll(async () => {
    kafka = await useKafka();
    concordat = await startConcordat({ KAFKA_BROKERS: kafka.brokers.join(',') });
    await publish(concordat.registryUrl, contractOf(topic));
    await inForce(concordat, topic);
  }, 600_000);
  afterAll(async () => {
    await concordat?.stop();
    await kafka?.stop();
  }, 60_000);

  it('come there, in the order they were refused and each once', async () => {
    const ids = Array.from({ length: 20 }, (_, n) => `bad-${n}`);
    for (const id of ids)
      await send(concordat, topic, { id, body: `{"orderId":"${id}","total":"much"}` });
    const came = await readCommitted(kafka.brokers, `${topic}.refused`, { events: ids.length });
    expect(came.map(({ headers }) => headers?.['ce_id']?.toString())).toEqual(ids);
    const [first] = came;
    expect(first?.value?.toString()).toBe('{"orderId":"bad-0","total":"much"}');
    expect(first?.headers?.['concordat-refused-reason']?.toString()).toBe('SCHEMA_VIOLATION');
  });
});

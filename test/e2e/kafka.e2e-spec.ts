import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWithKafka, mayKillKafka, useKafka } from '../support/kafka/kafka-suite.js';
import { readTopic } from '../support/kafka/read-topic.js';
import type { StartedKafka } from '../support/kafka/start-kafka.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const TOPIC = `orders-${randomBytes(4).toString('hex')}`;
const contract = {
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: 'orders.counted',
  name: 'Order counted',
  status: 'active',
  domain: 'orders',
  owner: { team: 'orders' },
  schema: {
    format: 'json-schema',
    subject: `${TOPIC}-value`,
    definition: {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' }, n: { type: 'number' } },
    },
  },
  channel: { topic: TOPIC, partitions: 3 },
};

interface Answer {
  readonly offsets: readonly {
    readonly partition: number | null;
    readonly offset: number | null;
    readonly error_code: number | null;
  }[];
}

describeWithKafka('with Kafka as the broker', () => {
  let kafka: StartedKafka;
  let concordat: StartedConcordat;
  const post = (records: string) =>
    fetch(`${concordat.gatewayUrl}/topics/${TOPIC}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/vnd.kafka.json.v2+json' },
      body: `{"records":[${records}]}`,
    });
  const isReady = async () => (await fetch(`${concordat.gatewayUrl}/readyz`)).status === 200;

  beforeAll(async () => {
    kafka = await useKafka();
    concordat = await startConcordat({ KAFKA_BROKERS: kafka.brokers.join(',') });
    const published = await fetch(`${concordat.registryUrl}/v1/contracts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(contract),
    });
    expect([200, 201]).toContain(published.status);
    // The gateway learns of a publication within moments; until then nothing of the topic passes.
    for (let tries = 0; tries < 40; tries++) {
      const answer = await post('{"value":{"id":"probe"}}');
      const { offsets } = (await answer.json()) as Partial<Answer>;
      if (typeof offsets?.[0]?.offset === 'number') return;
      await sleep(250);
    }
    throw new Error('The gateway did not take the contract within 10 s.');
  }, 600_000);
  afterAll(async () => {
    await concordat.stop();
    await kafka.stop();
  }, 60_000);

  it('an accepted event is in Kafka, byte for byte, at the offset the answer names [covers 8]', async () => {
    const values = Array.from(
      { length: 20 },
      (_, i) => `{ "n":  1.${i}0,"id" :"e${i}", "ü": [ ] }`,
    );
    const refused = '{"id": 7}';
    const records = [...values, refused].map((value, i) => `{"key":"k${i % 5}","value":${value}}`);
    const answer = await post(records.join(','));
    const { offsets } = (await answer.json()) as Answer;
    expect(offsets).toHaveLength(21);
    const read = await readTopic(kafka.brokers, TOPIC);
    for (const [i, value] of values.entries()) {
      const { partition, offset } = offsets[i]!;
      const found = read.find((event) => event.partition === partition && event.offset === offset);
      expect(found?.value?.toString()).toBe(value);
    }
    expect(offsets[20]!.error_code).not.toBeNull();
    expect(read.map(({ value }) => value?.toString())).not.toContain(refused);
  }, 60_000);

  const itKills = mayKillKafka ? it : it.skip;

  itKills(
    'a broker that is down: 503 with Retry-After, nothing acknowledged; it comes back by itself',
    async () => {
      expect(await isReady()).toBe(true);
      await kafka.kill();
      const began = performance.now();
      const statuses: number[] = [];
      for (let i = 0; i < 10; i++) {
        const answer = await post(`{"key":"k","value":{"id":"during-${i}"}}`);
        statuses.push(answer.status);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        await answer.body?.cancel();
      }
      expect(performance.now() - began).toBeLessThan(5_000);
      expect(statuses).toEqual(Array(10).fill(503));
      expect(await isReady()).toBe(false);
      await kafka.restart();
      let acked: Answer['offsets'][number] | undefined;
      for (let tries = 0; tries < 50 && typeof acked?.offset !== 'number'; tries++) {
        await sleep(100);
        const answer = await post('{"key":"k","value":{"id":"after"}}');
        if (answer.status === 200) [acked] = ((await answer.json()) as Answer).offsets;
      }
      expect(await isReady()).toBe(true);
      const read = await readTopic(kafka.brokers, TOPIC);
      const found = read.find(
        ({ partition, offset }) => partition === acked?.partition && offset === acked.offset,
      );
      expect(found?.value?.toString()).toBe('{"id":"after"}');
    },
    180_000,
  );
});

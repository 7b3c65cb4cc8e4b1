import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Consumer, Kafka, logLevel } from 'kafkajs';
import { eventually } from '../support/eventually.js';
import { describeWithKafka, useKafka } from '../support/kafka/kafka-suite.js';
import type { StartedKafka } from '../support/kafka/start-kafka.js';
import {
  anOrder,
  orderPlaced,
  publish,
  sendOrder,
  untilInForce,
} from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

/** Gateways look every five seconds; one look may just have ended. */
const SEEN_MS = 30_000;

describeWithKafka('consumers of Kafka that nobody declared', () => {
  const topic = `orders-${randomBytes(4).toString('hex')}`;
  const group = `analytics-${randomBytes(4).toString('hex')}`;
  let kafka: StartedKafka;
  let concordat: StartedConcordat;
  let consumer: Consumer;
  const consumers = async () => {
    const path = '/catalog/v1/events/orders.order-placed/parties';
    const answer = await fetch(`${concordat.registryUrl}${path}`);
    return ((await answer.json()) as { consumers: unknown }).consumers;
  };

  beforeAll(async () => {
    kafka = await useKafka();
    concordat = await startConcordat({ KAFKA_BROKERS: kafka.brokers.join(',') });
    await publish(
      concordat.registryUrl,
      orderPlaced({ channel: { topic, key: '/orderId', partitions: 3 }, semantics: {} }),
    );
    await untilInForce(concordat.gatewayUrl);
    const client = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING });
    consumer = client.consumer({ groupId: group });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ autoCommitThreshold: 1, eachMessage: () => Promise.resolve() });
  }, 600_000);
  afterAll(async () => {
    await consumer.disconnect();
    await concordat.stop();
    await kafka.stop();
  }, 60_000);

  it('are shown as observed, with who reads and how far behind [covers 70]', async () => {
    await eventually(
      async () =>
        expect(await consumers()).toContainEqual(
          expect.objectContaining({
            ...{ name: group, isDeclared: false, isSeen: true },
            ...{ where: 'kafka', members: 1, lag: 0 },
          }),
        ),
      SEEN_MS,
    );
  }, 60_000);

  it('that stop while events come are behind, and nobody reads [covers 34]', async () => {
    await consumer.stop();
    await consumer.disconnect();
    // The key of the probe: a partition the group has committed.
    for (let i = 0; i < 4; i++) await sendOrder(concordat.gatewayUrl, anOrder('probe'), `k-${i}`);
    await eventually(
      async () =>
        expect(await consumers()).toContainEqual(
          expect.objectContaining({ name: group, members: 0, lag: 4 }),
        ),
      SEEN_MS,
    );
  }, 60_000);
});

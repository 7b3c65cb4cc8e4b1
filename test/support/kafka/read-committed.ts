import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import type { ReadEvent } from './read-topic.js';

/**
 * What a reader of committed events sees once at least `events` have come and `quietMs` passed
 * without another one: a repeat would come late. Offsets have gaps where transactions ended.
 */
export async function readCommitted(
  brokers: readonly string[],
  topic: string,
  {
    events: wanted,
    quietMs = 1_500,
    timeoutMs = 60_000,
  }: { events: number; quietMs?: number; timeoutMs?: number },
): Promise<readonly ReadEvent[]> {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({
    groupId: `committed-${randomBytes(6).toString('hex')}`,
    readUncommitted: false,
  });
  const events: ReadEvent[] = [];
  let lastMs = Date.now();
  const untilMs = Date.now() + timeoutMs;
  await untilItExists(kafka, topic, untilMs);
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: ({ partition, message: { key, value, headers, offset } }) => {
        events.push({ partition, offset: Number(offset), key, value, headers });
        lastMs = Date.now();
        return Promise.resolve();
      },
    });
    while (events.length < wanted || Date.now() - lastMs < quietMs) {
      if (Date.now() > untilMs)
        throw new Error(`read ${events.length} of ${wanted} committed events of ${topic}`);
      await sleep(50);
    }
  } finally {
    await consumer.disconnect();
  }
  return events.sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}

async function untilItExists(kafka: Kafka, topic: string, untilMs: number): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    while (!(await admin.listTopics()).includes(topic)) {
      if (Date.now() > untilMs) throw new Error(`Kafka has no topic ${topic}`);
      await sleep(100);
    }
  } finally {
    await admin.disconnect();
  }
}

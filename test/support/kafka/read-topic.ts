import { randomBytes } from 'node:crypto';
import { Kafka, type KafkaMessage, logLevel } from 'kafkajs';

export interface ReadEvent {
  readonly partition: number;
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: KafkaMessage['headers'];
}

const READ_TIMEOUT_MS = 60_000;

/** Everything a topic holds now, read by an ordinary consumer. */
export async function readTopic(brokers: readonly string[], topic: string): Promise<ReadEvent[]> {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  const total = ends.reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  if (total === 0) return [];
  const consumer = kafka.consumer({ groupId: `reader-${randomBytes(6).toString('hex')}` });
  const events: ReadEvent[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    await new Promise<void>((done, refuse) => {
      const timer = setTimeout(
        () => refuse(new Error(`read ${events.length} of ${total} events of ${topic}`)),
        READ_TIMEOUT_MS,
      );
      void consumer.run({
        eachMessage: ({ partition, message }) => {
          const { key, value, headers, offset } = message;
          events.push({ partition, offset: Number(offset), key, value, headers });
          if (events.length === total) {
            clearTimeout(timer);
            done();
          }
          return Promise.resolve();
        },
      });
    });
  } finally {
    await consumer.disconnect();
  }
  return events.sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}

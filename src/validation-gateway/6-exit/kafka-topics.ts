import type { Admin } from 'kafkajs';
import { limits } from '#kernel';
import { isTopicMissing } from './kafka-failure.js';

/** A topic may get more partitions; we notice within this time. */
const MEMORY_MS = 5 * 60_000;
const REPLICAS_WANTED = 3;
const CREATE_TIMEOUT_MS = 3_000;

interface Remembered {
  readonly asked: Promise<number>;
  /** Once it is answered. */
  count?: number;
  readonly untilMs: number;
}

/** Kafka's own names and values. */
export type TopicConfig = Readonly<Record<string, string>>;

/** How many partitions each topic has; creates those that are missing. */
export class KafkaTopics {
  private readonly remembered = new Map<string, Remembered>();

  /** @param configOf what a missing topic is created with, beside its partitions */
  constructor(private readonly configOf: (topic: string) => TopicConfig) {}

  /** The count, where it is known without asking. */
  known(topic: string): number | undefined {
    return this.recall(topic)?.count;
  }

  /**
   * Kafka's own count, which is the truth for topics that were there before the contract.
   *
   * @param declared what a missing topic is created with
   */
  partitionsOf(admin: Admin, topic: string, declared: number): Promise<number> {
    const known = this.recall(topic);
    if (known) return known.asked;
    const asked = this.findOrCreate(admin, topic, declared);
    const remembered: Remembered = { asked, untilMs: performance.now() + MEMORY_MS };
    this.remembered.set(topic, remembered);
    asked.then(
      (count) => (remembered.count = count),
      () => this.forget(topic),
    );
    return asked;
  }

  /** Whether Kafka has it now, whatever is remembered. */
  async isThere(admin: Admin, topic: string): Promise<boolean> {
    return (await this.find(admin, topic)) !== undefined;
  }

  forget(topic: string): void {
    this.remembered.delete(topic);
  }

  private recall(topic: string): Remembered | undefined {
    const remembered = this.remembered.get(topic);
    return remembered && remembered.untilMs > performance.now() ? remembered : undefined;
  }

  private async findOrCreate(admin: Admin, topic: string, declared: number): Promise<number> {
    const found = await this.find(admin, topic);
    if (found !== undefined) return found;
    await this.create(admin, topic, declared);
    return (await this.find(admin, topic)) ?? declared;
  }

  private async find(admin: Admin, topic: string): Promise<number | undefined> {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      return topics[0]?.partitions.length;
    } catch (error) {
      if (isTopicMissing(error)) return undefined;
      throw error;
    }
  }

  /** Another gateway may be quicker: an existing topic is what we wanted, so that is no error. */
  private async create(admin: Admin, topic: string, declared: number): Promise<void> {
    const { brokers } = await admin.describeCluster();
    await admin.createTopics({
      timeout: CREATE_TIMEOUT_MS,
      topics: [
        {
          topic,
          numPartitions: declared,
          replicationFactor: Math.min(REPLICAS_WANTED, brokers.length),
          // Kafka counts keys, headers and framing too; our limit is for the value alone.
          configEntries: [
            { name: 'max.message.bytes', value: String(2 * limits.eventBytes.value) },
            ...Object.entries(this.configOf(topic)).map(([name, value]) => ({ name, value })),
          ],
        },
      ],
    });
  }
}

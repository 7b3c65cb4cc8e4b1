import { type Admin, Kafka, logLevel, type Producer } from 'kafkajs';

const CONNECT_TIMEOUT_MS = 1_000;
/** How long the leader may wait for its followers, and we for the leader. */
const ACKS_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 4_000;
/** Whatever a client had under way is answered by then, or given up on. */
const FINISHED_AFTER_MS = 10_000;

export interface KafkaConnection {
  readonly producer: Producer;
  readonly admin: Admin;
}

/** All in-sync replicas have it: what "accepted" means. */
export const ACKS = { acks: -1, timeout: ACKS_TIMEOUT_MS } as const;

/**
 * One client for everything, made anew after something hung.
 *
 * kafkajs never tries again on its own (`retries: 0`), and its idempotence is off: when a send
 * fails it takes the sequence numbers back, so after a lost answer the next events would be sent
 * under used numbers; the broker takes them for a repeat, answers with the old offset and drops
 * them. An acknowledged loss is worse than the duplicate a producer's own retry may cause.
 */
export class KafkaConnections {
  private current: Promise<KafkaConnection> | undefined;
  private readonly asked = new Map<string, Promise<void>>();
  private readonly retired = new Map<NodeJS.Timeout, KafkaConnection>();

  constructor(private readonly brokers: readonly string[]) {}

  get(): Promise<KafkaConnection> {
    const opened = (this.current ??= this.open());
    opened.catch(() => {
      if (this.current === opened) this.current = undefined;
    });
    return opened;
  }

  /**
   * Asks whoever leads the partitions of a topic for their offsets. By a client of its own: the other
   * one may remember leaders of before the outage. Those who ask at the same time share an answer.
   */
  askLeaders(topic: string): Promise<void> {
    const under = this.asked.get(topic);
    if (under) return under;
    const asking = this.ask(topic).finally(() => this.asked.delete(topic));
    this.asked.set(topic, asking);
    return asking;
  }

  /** Gives up the client if it is still this one; whatever it had under way stays unknown. */
  async discard(connection: KafkaConnection): Promise<void> {
    const current = await this.current?.catch(() => undefined);
    if (current === connection) this.current = undefined;
    await close(connection);
  }

  /**
   * From now on another client is used; what this one has under way it finishes. kafkajs asks about every
   * topic it ever sent to at once: when one of them is deleted it learns of no leader and no new topic any more.
   */
  async retire(connection: KafkaConnection): Promise<void> {
    const current = await this.current?.catch(() => undefined);
    if (current !== connection) return;
    this.current = undefined;
    const timer = setTimeout(() => {
      this.retired.delete(timer);
      void close(connection);
    }, FINISHED_AFTER_MS).unref();
    this.retired.set(timer, connection);
  }

  async close(): Promise<void> {
    const current = await this.current?.catch(() => undefined);
    this.current = undefined;
    const retired = [...this.retired.values()];
    for (const timer of this.retired.keys()) clearTimeout(timer);
    await Promise.all([...retired, ...(current ? [current] : [])].map(close));
  }

  private async ask(topic: string): Promise<void> {
    const admin = this.client().admin({ retry: { retries: 0 } });
    try {
      await admin.connect();
      await admin.fetchTopicOffsets(topic);
    } finally {
      void admin.disconnect().catch(() => undefined);
    }
  }

  private client(): Kafka {
    return new Kafka({
      clientId: 'concordat-gateway',
      brokers: [...this.brokers],
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      retry: { retries: 0 },
      logLevel: logLevel.NOTHING,
    });
  }

  private async open(): Promise<KafkaConnection> {
    const kafka = this.client();
    const producer = kafka.producer({
      allowAutoTopicCreation: false,
      idempotent: false,
      retry: { retries: 0 },
      // Every event names its partition already.
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    });
    const admin = kafka.admin({ retry: { retries: 0 } });
    const connection = { producer, admin };
    try {
      await Promise.all([producer.connect(), admin.connect()]);
      return connection;
    } catch (error) {
      void close(connection);
      throw error;
    }
  }
}

async function close({ producer, admin }: KafkaConnection): Promise<void> {
  await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
}

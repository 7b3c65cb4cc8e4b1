import { Logger } from '@nestjs/common';
import {
  type Admin,
  Kafka,
  logLevel,
  type Message,
  type Producer,
  type Transaction,
} from 'kafkajs';
import type { EventLog, LeasedTopic, LoggedEvent, Relays } from '#event-log';
import { choosePartition } from '../choose-partition.js';
import { kafkaHeaders } from '../kafka-headers.js';
import type { KafkaPlace } from '../kafka-place.js';
import { readProgress, sendProgress } from './kafka-progress.js';
import { markOf } from './mark-of.js';
import { BATCH_EVENTS, GROUP } from './relay-settings.js';
import { resumeAfter } from './resume-after.js';

const CONNECT_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 10_000;
/** A carrier that died leaves its transaction open for so long at most. */
const TRANSACTION_TIMEOUT_MS = 15_000;
/** Below a broker's default of 1 MiB; an event that is larger alone is sent alone. */
const BATCH_BYTES = 900_000;

interface Session {
  readonly producer: Producer;
  readonly admin: Admin;
  /** How many partitions Kafka's topic has. */
  readonly count: number;
  /** The first one, while it has nothing in it. */
  begun: Transaction | undefined;
}

/**
 * Carries one topic of the log to Kafka, in order, each event once for whoever reads committed
 * events only. The transactional id belongs to the topic: who takes over fences who had it before
 * and finishes or undoes what that one began. After any error everything is begun anew, because
 * kafkajs would go on with sequence numbers that it took back.
 */
export class TopicCarrier {
  private readonly logger = new Logger('relay');
  private session: Promise<Session> | undefined;
  private positions: Map<number, number> = new Map();

  constructor(
    private readonly leased: LeasedTopic,
    private readonly stores: { readonly log: EventLog; readonly relays: Relays },
    private readonly place: KafkaPlace,
  ) {}

  /** Carries what is there, one transaction. @returns how many events */
  async carry(): Promise<number> {
    try {
      const session = await (this.session ??= this.open());
      await this.noticeNewPartitions();
      const batch = await this.read();
      if (batch.length === 0) return 0;
      await this.send(session, batch);
      return batch.length;
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const opened = this.session;
    this.session = undefined;
    const session = await opened?.catch(() => undefined);
    if (session) await disconnect(session);
  }

  private async open(): Promise<Session> {
    const { topic, partitions } = this.leased;
    const kafka = new Kafka({
      clientId: 'concordat-relay',
      brokers: [...this.place.brokers],
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      logLevel: logLevel.NOTHING,
    });
    const admin = kafka.admin();
    const producer = kafka.producer({
      allowAutoTopicCreation: false,
      idempotent: true,
      maxInFlightRequests: 1,
      transactionalId: `${GROUP}-${topic}`,
      transactionTimeout: TRANSACTION_TIMEOUT_MS,
      createPartitioner:
        () =>
        ({ message }) =>
          message.partition ?? 0,
    });
    try {
      await admin.connect();
      const count = await this.place.topics().partitionsOf(admin, topic, partitions);
      await producer.connect();
      // It asks for its transactional id only now, which ends whatever its predecessor left open. What
      // Kafka says before may be what was there before a transaction that is still to be committed.
      const begun = await producer.transaction();
      const known = await this.stores.relays.positions(topic);
      const said = await readProgress(admin, { topic, count }, known);
      await this.resume({ said, known });
      return { producer, admin, count, begun };
    } catch (error) {
      await disconnect({ producer, admin });
      throw error;
    }
  }

  private async resume(found: Parameters<typeof resumeAfter>[2]): Promise<void> {
    const { topic } = this.leased;
    const { positions, isOther } = await resumeAfter(this.stores.log, topic, found);
    if (isOther)
      this.logger.warn(
        `Kafka has events of ${topic} that this log does not hold, as after a restore. What the log holds beyond its own note of what was carried is carried; some of it may come twice.`,
      );
    this.positions = new Map(positions.map(({ partition, nextOffset }) => [partition, nextOffset]));
  }

  private async noticeNewPartitions(): Promise<void> {
    for (const { partition, nextOffset } of await this.stores.relays.positions(this.leased.topic))
      if (!this.positions.has(partition)) this.positions.set(partition, nextOffset);
  }

  private async read(): Promise<readonly LoggedEvent[]> {
    const { topic } = this.leased;
    const pages = await Promise.all(
      [...this.positions].map(([partition, offset]) =>
        this.stores.log.read({ topic, partition, offset }, BATCH_EVENTS),
      ),
    );
    return pages.flatMap(withinBytes);
  }

  private async send(session: Session, batch: readonly LoggedEvent[]): Promise<void> {
    const { topic } = this.leased;
    const { count } = session;
    const declared = this.leased.partitions;
    const last = new Map(batch.map((event) => [event.partition, event]));
    const positions = [...last].map(([partition, event]) => ({
      ...{ partition, nextOffset: event.offset + 1, mark: markOf(event) },
      from: this.positions.get(partition) ?? event.offset + 1,
    }));
    const transaction = session.begun ?? (await session.producer.transaction());
    session.begun = undefined;
    const messages = batch.map((event) => messageOf(event, { count, declared }));
    await transaction.send({ topic, acks: -1, messages });
    await sendProgress(transaction, { topic, count }, positions);
    await transaction.commit();
    for (const { partition, nextOffset } of positions) this.positions.set(partition, nextOffset);
    await this.stores.relays.advance(topic, positions);
  }
}

async function disconnect({ producer, admin }: Pick<Session, 'producer' | 'admin'>): Promise<void> {
  await Promise.allSettled([producer.disconnect(), admin.disconnect()]);
}

/** As many of one partition as fit one batch, at least one. */
function withinBytes(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  let bytes = 0;
  const end = events.findIndex(({ key, value }, i) => {
    bytes += (key?.length ?? 0) + (value?.length ?? 0);
    return i > 0 && bytes > BATCH_BYTES;
  });
  return end < 0 ? events : events.slice(0, end);
}

/**
 * Where Kafka has as many partitions as the contract says, an event keeps its own. Where a topic was
 * there before with another number, keys decide as Kafka's clients do, and stay in order too.
 */
function messageOf(
  { key, value, headers, partition }: LoggedEvent,
  { count, declared }: { readonly count: number; readonly declared: number },
): Message {
  const place = count === declared ? partition : choosePartition(key, count, partition);
  return { partition: place, key, value, headers: kafkaHeaders(headers) };
}

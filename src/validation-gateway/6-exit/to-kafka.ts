import { Logger } from '@nestjs/common';
import { type ObservedGroup, WaitingRoom } from '#event-log';
import { invariant, limits } from '#kernel';
import { Breaker } from '../peers/breaker.js';
import { choosePartition } from './choose-partition.js';
import { Exit, type ReadyEvent, type Sent } from './exit.js';
import { ACKS, type KafkaConnection, KafkaConnections } from './kafka-connection.js';
import { failureOf, isTopicMissing, NotSent } from './kafka-failure.js';
import { groupsOfKafka } from './groups-of-kafka.js';
import { kafkaHeaders } from './kafka-headers.js';
import type { KafkaPlace } from './kafka-place.js';
import type { KafkaTopics } from './kafka-topics.js';
import { away, PartitionLane, UNCONFIRMED } from './partition-lane.js';
import { withinMs } from '../peers/within-ms.js';

/** kafkajs has its own shorter time-outs; this one catches what slips through them. */
const HANG_TIMEOUT_MS = 6_000;
const REACH_TIMEOUT_MS = 2_000;

class Hung extends Error {
  override readonly message = 'no answer in time';
}

class AnotherTopicMissing extends Error {
  override readonly message = 'Kafka has lost another topic, so its answer was not understood';
}

/**
 * Kafka is the broker. An event is acknowledged only after all in-sync replicas have it, with the
 * offset the leader gave it. At least once: a producer told 503 may send what was stored after all.
 */
export class ExitToKafka extends Exit {
  readonly isKafka = true;
  private readonly connections: KafkaConnections;
  private readonly topics: KafkaTopics;
  private readonly lanes = new Map<string, PartitionLane>();
  private readonly directory = new Breaker(() => this.askCluster());
  private readonly log = new Logger('kafka');
  private readonly room = new WaitingRoom({
    items: limits.logWaitingEvents.value,
    bytes: limits.logWaitingBytes.value,
  });
  private turn = 0;

  constructor(place: KafkaPlace) {
    super();
    this.topics = place.topics();
    this.connections = new KafkaConnections(place.brokers);
  }

  async send(events: readonly ReadyEvent[]): Promise<readonly Sent[]> {
    const outcomes: Sent[] = events.map(() => UNCONFIRMED);
    const turn = this.turn++;
    const unsent = [...events.entries()].filter(([, event]) => !mayBeThere(event));
    const byTopic = Map.groupBy(unsent, ([, { topic }]) => topic);
    await Promise.all(
      [...byTopic].map(([topic, mine]) => this.sendToTopic({ topic, turn, outcomes }, mine)),
    );
    return outcomes;
  }

  async isReachable(): Promise<boolean> {
    return this.askCluster().then(
      () => true,
      () => false,
    );
  }

  isRefusing(): boolean {
    return this.directory.isRefusing() || this.lanes.values().some((lane) => lane.isRefusing());
  }

  async readers(): Promise<readonly ObservedGroup[]> {
    const { admin } = await this.connections.get();
    return withinMs(HANG_TIMEOUT_MS, groupsOfKafka(admin), hung);
  }

  async close(): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => lane.close()));
    this.directory.close();
    await this.connections.close();
  }

  /** A cluster that is there names its brokers. */
  private async askCluster(): Promise<void> {
    const asked = this.connections.get().then(({ admin }) => admin.describeCluster());
    const { brokers } = await withinMs(REACH_TIMEOUT_MS, asked, hung);
    if (brokers.length === 0) throw new NotSent('no broker is known');
  }

  /** Fills in `outcomes` at the places of `entries`. */
  private async sendToTopic(
    { topic, turn, outcomes }: { topic: string; turn: number; outcomes: Sent[] },
    entries: readonly (readonly [number, ReadyEvent])[],
  ): Promise<void> {
    const found = await this.partitionsOf(topic, entries[0]?.[1].partitions ?? 1);
    if (typeof found !== 'number') {
      for (const [place] of entries) outcomes[place] = found;
      return;
    }
    const placed = Map.groupBy(
      entries,
      ([, { key, partition }]) => partition ?? choosePartition(key, found, turn),
    );
    await Promise.all(
      [...placed].map(async ([partition, mine]) => {
        const sent =
          partition < found
            ? await this.laneOf(topic, partition).send(mine.map(([, event]) => event))
            : mine.map(() => noSuchPartition(topic, partition, found));
        for (const [i, [place]] of mine.entries()) {
          const outcome = sent[i];
          invariant(outcome, 'a lane answers for every event it was given');
          outcomes[place] = outcome;
        }
      }),
    );
  }

  private async partitionsOf(topic: string, declared: number): Promise<number | Sent> {
    const known = this.topics.known(topic);
    if (known !== undefined) return known;
    if (!this.directory.pass()) return away('Kafka cannot be reached, so the event was not sent.');
    try {
      const asked = this.connections
        .get()
        .then(({ admin }) => this.topics.partitionsOf(admin, topic, declared));
      const partitions = await withinMs(HANG_TIMEOUT_MS, asked, hung);
      this.changed(this.directory.succeeded(), false);
      return partitions;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (failureOf(error) === 'refused') {
        this.changed(this.directory.succeeded(), false); // It is there, and says no.
        return { ok: false, reason: 'refused-by-broker', message: `Topic "${topic}": ${message}` };
      }
      this.changed(this.directory.failed(), true, message);
      return away('Kafka cannot be reached, so the event was not sent.');
    }
  }

  private laneOf(topic: string, partition: number): PartitionLane {
    const name = `${partition} ${topic}`;
    const known = this.lanes.get(name);
    if (known) return known;
    const lane = new PartitionLane({
      topic,
      partition,
      room: this.room,
      produce: (events) => this.produce(topic, partition, events),
      ask: () => withinMs(HANG_TIMEOUT_MS, this.connections.askLeaders(topic), hung),
      onChange: (isAway, reason) => this.changed(true, isAway, `${topic}/${partition}: ${reason}`),
    });
    this.lanes.set(name, lane);
    return lane;
  }

  private async produce(
    topic: string,
    partition: number,
    events: readonly ReadyEvent[],
  ): Promise<number> {
    const connection = await this.connected();
    try {
      const sent = connection.producer.send({
        ...ACKS,
        topic,
        messages: events.map(({ key, value, headers, timestampMs }) => ({
          partition,
          key,
          value,
          headers: kafkaHeaders(headers),
          ...(timestampMs !== undefined && { timestamp: String(timestampMs) }),
        })),
      });
      const [stored, ...more] = await withinMs(HANG_TIMEOUT_MS, sent, hung);
      const isOurs = stored?.partition === partition && more.length === 0;
      invariant(
        isOurs && stored.baseOffset !== undefined,
        'Kafka answers for the batch it was sent',
      );
      return Number(stored.baseOffset);
    } catch (error) {
      if (isTopicMissing(error)) await this.begunAnew(topic, connection);
      if (error instanceof Hung) this.giveUp(connection);
      throw error;
    }
  }

  /** @throws where it is another topic that is missing: then nobody knows what became of the events */
  private async begunAnew(topic: string, connection: KafkaConnection): Promise<void> {
    this.topics.forget(topic);
    await this.connections.retire(connection);
    const asked = this.connections.get().then(({ admin }) => this.topics.isThere(admin, topic));
    if (await withinMs(HANG_TIMEOUT_MS, asked, hung)) throw new AnotherTopicMissing();
  }

  private async connected(): Promise<KafkaConnection> {
    try {
      return await withinMs(HANG_TIMEOUT_MS, this.connections.get(), hung);
    } catch (error) {
      throw new NotSent(error instanceof Error ? error.message : String(error));
    }
  }

  private giveUp(connection: KafkaConnection): void {
    void this.connections.discard(connection);
  }

  private changed(isNews: boolean, isAway: boolean, reason = ''): void {
    if (!isNews) return;
    if (isAway) this.log.warn(`Kafka is away (${reason}). Producers are told to come back.`);
    else this.log.warn('Kafka is back.');
  }
}

/** A gateway that is gone may have sent it, and its contract wants nothing twice. */
const mayBeThere = ({ isOnce, named }: ReadyEvent): boolean =>
  isOnce === true && named?.mayBeSent === true;

const hung = (): never => {
  throw new Hung();
};

function noSuchPartition(topic: string, partition: number, partitions: number): Sent {
  const message = `Topic "${topic}" has ${partitions} partitions, so there is no partition ${partition}.`;
  return { ok: false, reason: 'refused-by-broker', message };
}

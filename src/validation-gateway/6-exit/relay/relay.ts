import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { EventLog, type LeasedTopic, Relays } from '#event-log';
import { KafkaPlace } from '../kafka-place.js';
import { RelayBacklog } from './relay-backlog.js';
import { LEASE_MS, LOOK_MS, PAUSE_MS, RENEW_MS } from './relay-settings.js';
import { TopicCarrier } from './topic-carrier.js';

interface Carrying {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/**
 * Guarded events on their way from the log to Kafka. Any number of gateways may run it: a topic is
 * carried by whoever holds its lease. An acknowledgement never waits for it.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('relay');
  private readonly owner = randomUUID();
  private readonly carrying = new Map<string, Carrying>();
  private readonly stop = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly log: EventLog,
    private readonly relays: Relays,
    private readonly backlog: RelayBacklog,
    @Inject(KafkaPlace) private readonly place: KafkaPlace | undefined,
  ) {}

  onApplicationBootstrap(): void {
    if (this.place) this.running = this.holdLeases(this.place);
  }

  /** What is under way is finished; the rest waits in the log for whoever comes next. */
  async onApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.running;
    await Promise.all([...this.carrying.keys()].map((topic) => this.letGo(topic)));
    if (this.place) await this.relays.release(this.owner).catch(() => undefined);
  }

  /** A lease that cannot be renewed is let go well before it ends. */
  private async holdLeases(place: KafkaPlace): Promise<void> {
    let heldUntilMs = 0;
    while (!this.stop.signal.aborted) {
      const askedMs = performance.now(); // A clock that is set back makes no lease longer.
      const leased = await this.relays.claim(this.owner, LEASE_MS).catch(() => undefined);
      if (leased) heldUntilMs = askedMs + LEASE_MS - RENEW_MS;
      const held = leased ?? (performance.now() < heldUntilMs ? undefined : []);
      if (held) await this.carryOnly(held, place);
      await this.relays.backlog().then(
        (backlog) => this.backlog.looked(backlog),
        () => undefined,
      );
      await sleep(RENEW_MS, undefined, { signal: this.stop.signal }).catch(() => undefined);
    }
  }

  private async carryOnly(leased: readonly LeasedTopic[], place: KafkaPlace): Promise<void> {
    const names = new Set(leased.map(({ topic }) => topic));
    for (const topic of this.carrying.keys()) if (!names.has(topic)) await this.letGo(topic);
    for (const each of leased) {
      if (this.carrying.has(each.topic)) continue;
      const stop = new AbortController();
      const carrier = new TopicCarrier(each, { log: this.log, relays: this.relays }, place);
      const done = this.carry(each.topic, carrier, stop.signal);
      this.carrying.set(each.topic, { stop, done });
    }
  }

  private async letGo(topic: string): Promise<void> {
    const carrying = this.carrying.get(topic);
    this.carrying.delete(topic);
    carrying?.stop.abort();
    await carrying?.done;
  }

  private async carry(topic: string, carrier: TopicCarrier, signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const carried = await carrier.carry();
        if (failures > 0) this.logger.warn(`Topic ${topic} is carried to Kafka again.`);
        failures = 0;
        if (carried === 0) await this.log.arrivals.next(LOOK_MS, signal);
      } catch (error) {
        if (failures++ === 0)
          this.logger.warn(
            { err: error },
            `Topic ${topic} cannot be carried to Kafka; its events wait in the log.`,
          );
        const pauseMs = Math.min(PAUSE_MS.first * 2 ** (failures - 1), PAUSE_MS.most);
        await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      }
    }
    await carrier.close();
  }
}

import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Latencies } from './latency/latencies.js';
import {
  advanceRelay,
  claimRelays,
  type LeasedTopic,
  relayBacklog,
  type RelayPosition,
  relayPositions,
  releaseRelays,
} from './store/relays.js';

interface Carried extends RelayPosition {
  /** The first event that Kafka has since now. */
  readonly from: number;
}

/** Which topics of the log are carried on to Kafka, by whom, and how far. */
@Injectable()
export class Relays {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly latencies: Latencies,
  ) {}

  /** Renews what this owner holds and takes what nobody does. */
  claim(owner: string, leaseMs: number): Promise<readonly LeasedTopic[]> {
    return claimRelays(this.dataSource.manager, owner, leaseMs);
  }

  async release(owner: string): Promise<void> {
    await releaseRelays(this.dataSource.manager, owner);
  }

  /** Where to begin at the latest; Kafka may know that it came further. */
  positions(topic: string): Promise<readonly RelayPosition[]> {
    return relayPositions(this.dataSource.manager, topic);
  }

  /** Never back: a carrier that lost its lease may speak late. */
  async advance(topic: string, carried: readonly Carried[]): Promise<void> {
    await advanceRelay(this.dataSource.manager, topic, carried);
    for (const { partition, from, nextOffset } of carried)
      this.latencies.reached({ topic, partition, from, until: nextOffset }, 'relay');
  }

  /** How many events of each topic Kafka does not have yet. */
  async backlog(): Promise<ReadonlyMap<string, number>> {
    const rows = await relayBacklog(this.dataSource.manager);
    return new Map(rows.map(({ topic, events }) => [topic, events]));
  }
}

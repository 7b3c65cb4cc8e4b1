import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeed } from '#audit';
import { limits, problem } from '#kernel';
import { EventLog } from '../event-log.js';
import { Latencies } from '../latency/latencies.js';
import type { LoggedEvent } from '../logged-event.js';
import { eventLogProblems } from '../problems.js';
import {
  commitPositions,
  declareGroup,
  deleteGroup,
  isGroupBusy,
  listGroups,
  setPositions,
} from '../store/group-positions.js';
import { beginPositions, leaveGroup, takeLeases } from '../store/groups.js';
import type {
  Commit,
  CommitRefusal,
  ConsumerGroup,
  GroupOfTopic,
  Lease,
  Member,
} from './consumer-group.js';

/** What one member gets of one partition. */
export interface Share extends Lease {
  readonly events: readonly LoggedEvent[];
}

export interface Poll extends Member {
  readonly readsFrom: 'start' | 'end';
  readonly limit: number;
  /** How long to wait for a first event. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

const SHORTEST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 250;
/** A member who waits lets go of what has become another's, and sees new partitions, this often. */
const TAKE_EVERY_MS = 1_000;

/** Readers who share a topic: each partition has one of them, and what is done is done for all. */
@Injectable()
export class ConsumerGroups {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly log: EventLog,
    private readonly latencies: Latencies,
  ) {}

  /**
   * The next events of this member's partitions, from what is committed on: without a commit the same
   * ones again. None after `waitMs` means that there are none.
   */
  async poll(place: GroupOfTopic, poll: Poll): Promise<readonly Share[]> {
    const end = performance.now() + poll.waitMs;
    for (;;) {
      const leases = await this.dataSource.transaction((tx) => takeLeases(tx, place, poll));
      if (leases === 'full') throw problem(eventLogProblems.GROUP_FULL, place);
      const again = Math.min(end, performance.now() + TAKE_EVERY_MS);
      const shares = await this.waitFor({ ...poll, topic: place.topic, leases }, again);
      const isFound = shares.some(({ events }) => events.length > 0);
      if (isFound || performance.now() >= end || poll.signal.aborted) return shares;
    }
  }

  /** All commits or none; refusals say which could not be taken. */
  async commit(
    place: GroupOfTopic,
    done: { readonly member: string; readonly commits: readonly Commit[] },
  ): Promise<readonly CommitRefusal[]> {
    const met = await this.dataSource.transaction((tx) => commitPositions(tx, place, done));
    const refusals = met.flatMap(({ partition, refused }) =>
      refused ? [{ partition, why: refused }] : [],
    );
    if (refusals.length === 0)
      for (const stretch of met)
        this.latencies.reached({ ...stretch, topic: place.topic }, 'consumption', place.group);
    return refusals;
  }

  leave(place: GroupOfTopic, member: string): Promise<void> {
    return this.dataSource.transaction((tx) => leaveGroup(tx, place, member));
  }

  list(
    filter: { readonly group?: string | undefined; readonly topic?: string | undefined },
    page: { readonly after?: GroupOfTopic | undefined; readonly limit: number },
  ): Promise<readonly ConsumerGroup[]> {
    return listGroups(this.dataSource.manager, filter, page);
  }

  declare(
    place: GroupOfTopic,
    wish: { readonly readsFrom: 'start' | 'end'; readonly holdsEvents: boolean },
  ): Promise<void> {
    return this.dataSource.transaction(async (tx) => {
      await declareGroup(tx, place, wish);
      await beginPositions(tx, place, wish.readsFrom);
    });
  }

  /** @returns whether it was done: nobody may read meanwhile; undefined where there is no group */
  reset(
    place: GroupOfTopic,
    offsets: ReadonlyMap<number, number>,
    by: string,
  ): Promise<boolean | undefined> {
    return this.dataSource.transaction(async (tx) => {
      const isBusy = await isGroupBusy(tx, place);
      if (isBusy !== false) return isBusy === undefined ? undefined : false;
      await setPositions(tx, place, offsets);
      const deed = { actor: by, action: 'group.moved', target: place.group } as const;
      const details = { topic: place.topic, nextOffsets: Object.fromEntries(offsets) };
      await recordDeed(tx, { ...deed, details });
      return true;
    });
  }

  /** @returns like `reset` */
  delete(place: GroupOfTopic, by: string): Promise<boolean | undefined> {
    return this.dataSource.transaction(async (tx) => {
      const isBusy = await isGroupBusy(tx, place);
      if (isBusy !== false) return isBusy === undefined ? undefined : false;
      await deleteGroup(tx, place);
      const deed = { actor: by, action: 'group.deleted', target: place.group } as const;
      await recordDeed(tx, { ...deed, details: { topic: place.topic } });
      return true;
    });
  }

  /** Events as soon as there are any; none when the time is over. */
  private async waitFor(
    { topic, leases, limit, signal }: Poll & { topic: string; leases: readonly Lease[] },
    end: number,
  ): Promise<readonly Share[]> {
    for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const shares = await this.read(topic, leases, limit);
      const leftMs = end - performance.now();
      if (shares.some(({ events }) => events.length > 0) || leftMs <= 0 || signal.aborted)
        return shares;
      await this.log.arrivals.next(Math.min(pauseMs, leftMs), signal);
    }
  }

  /** Each partition its part of the limit, so that none starves the others. */
  private async read(
    topic: string,
    leases: readonly Lease[],
    limit: number,
  ): Promise<readonly Share[]> {
    const each = Math.max(1, Math.floor(limit / Math.max(1, leases.length)));
    const shares: Share[] = [];
    let bytes = 0;
    for (const lease of leases) {
      const isFull = bytes >= limits.logReadBytes.value;
      const place = { topic, partition: lease.partition, offset: lease.nextOffset };
      const events = isFull ? [] : await this.log.read(place, each);
      bytes += events.reduce((sum, { value }) => sum + (value?.length ?? 0), 0);
      shares.push({ ...lease, events });
    }
    return shares;
  }
}

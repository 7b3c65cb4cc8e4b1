import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { limits, problem } from '#kernel';
import { Arrivals } from './arrivals.js';
import { Batches } from './batches.js';
import {
  type ChainRefusal,
  type ChainReport,
  type Stretch,
  verifyChain,
} from './chain/verify-chain.js';
import type { LoggedEvent, NewEvent, Position } from './logged-event.js';
import { eventLogProblems } from './problems.js';
import { eventsToAppendAtOnce } from './store/append-at-once.js';
import { eventsToAppend } from './store/append-events.js';
import { insertAnsweredEvents, wasTakenOver } from './store/answered-events.js';
import { findOffset } from './store/find-offset.js';
import { readEvents } from './store/read-events.js';
import { findTopic, listTopics } from './store/topics.js';
import { transact, transactAtOnce } from './store/transact.js';
import type { LoggedTopic } from './topic.js';
import { WaitingRoom } from './waiting-room.js';

/** Bookkeeping of one waiting event besides its bytes, roughly. */
const EVENT_OVERHEAD_BYTES = 200;

/** Up to so many, one statement costs less than the round trips of a COPY; of more, PostgreSQL takes a COPY with less. */
const AT_ONCE_MAX = 32;

/** The durable log: append and read. Offsets are dense per topic-partition, in commit order. */
@Injectable()
export class EventLog implements OnModuleDestroy {
  /** Rings when this process has appended. Others are noticed by asking. */
  readonly arrivals = new Arrivals();
  private readonly batches: Batches<NewEvent, Position>;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {
    this.batches = new Batches({
      run: (events) => this.store(events),
      bytesOf: ({ key, value }) => EVENT_OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0),
      whenFull: () => problem(eventLogProblems.LOG_BUSY, undefined, { retryAfterSeconds: 1 }),
      room: new WaitingRoom({
        items: limits.logWaitingEvents.value,
        bytes: limits.logWaitingBytes.value,
      }),
      batchItemsMax: 2_000,
      batchBytesMax: 8 * 1024 * 1024,
    });
  }

  /**
   * All or nothing; resolves after COMMIT, positions in the order given. Events of callers who
   * come at the same time share a transaction. A rejection means: not stored, or, when the
   * connection broke during COMMIT, not known. The caller answers 503 and the producer retries.
   */
  async append(events: readonly NewEvent[]): Promise<readonly Position[]> {
    try {
      const positions = await this.batches.add(events);
      this.arrivals.ring();
      return positions;
    } catch (error) {
      if (!wasTakenOver(error)) throw error;
      throw problem(eventLogProblems.LOG_BUSY, undefined, { retryAfterSeconds: 1 });
    }
  }

  private store(events: readonly NewEvent[]): Promise<readonly Position[]> {
    const isSmall = events.length <= AT_ONCE_MAX && !events.some(({ named }) => named);
    return isSmall ? this.storeAtOnce(events) : this.storeMany(events);
  }

  private async storeAtOnce(events: readonly NewEvent[]): Promise<readonly Position[]> {
    const { statement, place } = eventsToAppendAtOnce(events);
    return place(await transactAtOnce(this.dataSource, statement));
  }

  private storeMany(events: readonly NewEvent[]): Promise<readonly Position[]> {
    const { move, place } = eventsToAppend(events);
    return transact(this.dataSource, {
      first: [move],
      then: async (tx, [moved]) => {
        const { positions, rows } = place(moved);
        const answered = events.map((event, i) => ({
          ...({ event, fate: 'accepted' } as const),
          position: positions[i],
        }));
        await insertAnsweredEvents(tx, answered);
        return { result: positions, copies: [rows] };
      },
    });
  }

  /**
   * Events from `offset` on, oldest first: at most `limit`, and no more bytes than one read may
   * hold. None means that the end is reached.
   */
  read(from: Position, limit: number): Promise<readonly LoggedEvent[]> {
    return readEvents(this.dataSource, from, {
      events: Math.min(limit, limits.logReadEvents.value),
      bytes: limits.logReadBytes.value,
    });
  }

  /** The one event at this position. */
  async readAt(position: Position): Promise<LoggedEvent | undefined> {
    const [event] = await this.read(position, 1);
    return event?.offset === position.offset ? event : undefined;
  }

  /** The first event that came at this moment or later; the end of the partition where none did. */
  offsetAt(place: Omit<Position, 'offset'>, at: Date): Promise<number> {
    return findOffset(this.dataSource.manager, place, at);
  }

  /** Holds a stretch of a partition against its digests and seals. */
  verify(stretch: Stretch): Promise<ChainReport | ChainRefusal> {
    return verifyChain(this.dataSource, stretch);
  }

  /** Every topic that ever had an event, by name. */
  topics(): Promise<readonly LoggedTopic[]> {
    return listTopics(this.dataSource);
  }

  topic(name: string): Promise<LoggedTopic | undefined> {
    return findTopic(this.dataSource, name);
  }

  /** Whether PostgreSQL answers. */
  async isReachable(): Promise<boolean> {
    return this.dataSource.query('SELECT 1').then(
      () => true,
      () => false,
    );
  }

  /** Resolves when nothing waits to be appended. */
  settled(): Promise<void> {
    return this.batches.settled();
  }

  /** The last transactions end before the pool does. */
  onModuleDestroy(): Promise<void> {
    return this.settled();
  }
}

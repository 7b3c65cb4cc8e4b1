import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isOutage, limits, problem } from '#kernel';
import type { Admission, Candidate, EntityState } from './admitted.js';
import { Batches } from './batches.js';
import { EventLog } from './event-log.js';
import { eventLogProblems } from './problems.js';
import { Rounds } from './rounds.js';
import { wasTakenOver } from './store/answered-events.js';
import { admission, wasOutrun } from './store/admit-events.js';
import { type AdmittedId, forgetAdmittedIds, lookUpAdmittedIds } from './store/admitted-ids.js';
import { type EntityName, findEntity } from './store/entities.js';
import { lookUpHeld, type WaitingEvent } from './store/held-events.js';
import { listSuperseded, type SupersededEvent } from './store/superseded-events.js';
import { transact } from './store/transact.js';
import { WaitingRoom } from './waiting-room.js';

const EVENT_OVERHEAD_BYTES = 600;
/** Beyond, the caller hears an outage and tries again himself. */
const TRIES_MAX = 8;
const FORGET_EVERY_MS = 60_000;
const FORGET_AT_ONCE = 10_000;

/** The log behind its guards: an event is appended only if what is known agrees. */
@Injectable()
export class GuardedLog implements OnModuleInit, OnModuleDestroy {
  private readonly batches: Batches<Candidate<unknown>, Admission<unknown>>;
  private readonly logger = new Logger('guarded log');
  private readonly rounds = new Rounds(() => this.forget());

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly log: EventLog,
  ) {
    this.batches = new Batches({
      run: (candidates) => this.transact(candidates),
      bytesOf: ({ event: { key, value } }) =>
        EVENT_OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0),
      whenFull: () => problem(eventLogProblems.LOG_BUSY, undefined, { retryAfterSeconds: 1 }),
      room: new WaitingRoom({
        items: limits.logWaitingEvents.value,
        bytes: limits.logWaitingBytes.value,
      }),
      batchItemsMax: 1_000,
      batchBytesMax: 8 * 1024 * 1024,
    });
  }

  onModuleInit(): void {
    this.rounds.start(FORGET_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.rounds.end(), this.batches.settled()]);
  }

  /**
   * Resolves after COMMIT, one admission per candidate, in their order. Ids, entities and events
   * commit together or not at all; a rejection means what it means for `EventLog.append`.
   */
  async admit<Note>(candidates: readonly Candidate<Note>[]): Promise<readonly Admission<Note>[]> {
    try {
      const admissions = await this.batches.add(candidates);
      this.log.arrivals.ring();
      return admissions as readonly Admission<Note>[];
    } catch (error) {
      if (!wasTakenOver(error)) throw error;
      throw problem(eventLogProblems.LOG_BUSY, undefined, { retryAfterSeconds: 1 });
    }
  }

  /** Resolves when nothing waits to be admitted. */
  settled(): Promise<void> {
    return this.batches.settled();
  }

  /** What is known of an entity now; another writer may be on its way. */
  known(entity: EntityName): Promise<EntityState | undefined> {
    return findEntity(this.dataSource.manager, entity);
  }

  /** What was answered about an event, newest first. */
  lookUp(id: string, source: string | undefined): Promise<readonly AdmittedId[]> {
    const limit = limits.pageRows.value;
    return lookUpAdmittedIds(this.dataSource.manager, { id, source, limit });
  }

  /** What waits for the version before it under this id, newest first. */
  lookUpHeld(id: string, source: string | undefined): Promise<readonly WaitingEvent[]> {
    return lookUpHeld(this.dataSource.manager, { id, source, limit: limits.pageRows.value });
  }

  /** Events that came too late, newest first; `before` is the `n` the previous page ended with. */
  superseded(page: {
    readonly contractId: string | undefined;
    readonly before: number | undefined;
    readonly limit: number;
  }): Promise<readonly SupersededEvent[]> {
    return listSuperseded(this.dataSource.manager, page);
  }

  private async transact(
    candidates: readonly Candidate<unknown>[],
  ): Promise<readonly Admission<unknown>[]> {
    for (let tries = 1; ; tries++) {
      try {
        return await transact(this.dataSource, admission(candidates));
      } catch (error) {
        if (!wasOutrun(error)) throw error;
        if (tries === TRIES_MAX)
          throw problem(eventLogProblems.LOG_BUSY, undefined, { retryAfterSeconds: 1 });
      }
    }
  }

  /** Rows whose window has ended count no more; here they are also taken away. */
  private async forget(): Promise<void> {
    try {
      while ((await forgetAdmittedIds(this.dataSource.manager, FORGET_AT_ONCE)) === FORGET_AT_ONCE);
    } catch (error) {
      if (!isOutage(error)) this.logger.error({ err: error }, 'old ids could not be forgotten');
    }
  }
}

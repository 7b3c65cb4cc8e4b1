import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { limits, Problem, problem } from '#kernel';
import { Batches } from './batches.js';
import { eventLogProblems } from './problems.js';
import { QuarantineKeys } from './quarantine-keys.js';
import type {
  NewQuarantinedEvent,
  QuarantineAction,
  QuarantineCase,
  QuarantinedEvent,
  QuarantineGroup,
} from './quarantined-event.js';
import { addCases } from './store/add-cases.js';
import { beginSending, type CaseSending, pauseSending } from './store/case-sendings.js';
import {
  actionsOf,
  closeCases,
  type Closing,
  holdCase,
  letGo,
  overdueCases,
} from './store/close-cases.js';
import {
  type CaseFilter,
  casesOfEvent,
  findCase,
  groupCases,
  listCases,
} from './store/find-cases.js';
import { WaitingRoom } from './waiting-room.js';

/** Bookkeeping of one waiting event besides its bytes, roughly: reasons and metadata. */
const EVENT_OVERHEAD_BYTES = 2_000;

/** Custody of refused events. */
@Injectable()
export class Quarantine implements OnModuleDestroy {
  private readonly batches: Batches<NewQuarantinedEvent, string>;
  private acting: Promise<unknown> = Promise.resolve();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly keys: QuarantineKeys,
  ) {
    this.batches = new Batches({
      run: (events) => dataSource.transaction((tx) => addCases(tx, events, keys)),
      bytesOf: ({ key, value }) => EVENT_OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0),
      whenFull: () => problem(eventLogProblems.LOG_BUSY, undefined, { retryAfterSeconds: 1 }),
      room: new WaitingRoom({
        items: limits.logWaitingEvents.value,
        bytes: limits.logWaitingBytes.value,
      }),
      batchItemsMax: 1_000,
      batchBytesMax: 8 * 1024 * 1024,
    });
  }

  /**
   * Resolves after COMMIT with the id each event is kept under (an older one for a repeat). When a
   * topic's room is used up, that is the id of the case that counts what was not kept.
   */
  add(events: readonly NewQuarantinedEvent[]): Promise<readonly string[]> {
    return this.batches.add(events);
  }

  /** Newest first; `before` is the id the previous page ended with. */
  list(
    filter: CaseFilter,
    page: { readonly before?: string; readonly limit: number },
  ): Promise<readonly QuarantineCase[]> {
    const limit = Math.min(page.limit, limits.pageRows.value);
    return listCases(this.dataSource, filter, { ...page, limit });
  }

  /** Every time the event with this id was refused, newest first. */
  ofEvent(id: string, source: string | undefined): Promise<readonly QuarantineCase[]> {
    return casesOfEvent(this.dataSource, { id, source, limit: limits.pageRows.value });
  }

  get(id: string): Promise<QuarantinedEvent | undefined> {
    return findCase(this.dataSource, id, this.keys);
  }

  /** What is wrong most: cases by contract, topic, reason and place. */
  groups(filter: CaseFilter, limit: number): Promise<readonly QuarantineGroup[]> {
    return groupCases(this.dataSource, filter, Math.min(limit, limits.pageRows.value));
  }

  /** What was done about it, oldest first. */
  actions(id: string): Promise<readonly QuarantineAction[]> {
    return actionsOf(this.dataSource.manager, id);
  }

  /**
   * Holds a case while `decide` runs, so that two people never act on one event at the same time.
   * Whoever comes second finds it closed.
   *
   * @returns the case as it was found; `undefined` where there is none
   */
  act(
    id: string,
    decide: (found: QuarantinedEvent) => Promise<Closing | undefined>,
  ): Promise<QuarantinedEvent | undefined> {
    // One at a time: each holds a connection while its event needs another one to leave by.
    const acted = this.acting.then(() => this.actNow(id, decide));
    this.acting = acted.catch(() => undefined);
    return acted;
  }

  /**
   * Of who acts on a case, before its event leaves once more: what became of it, should a gateway have died over it.
   */
  beginSending(id: string): Promise<CaseSending> {
    return beginSending(this.dataSource.manager, id);
  }

  private actNow(
    id: string,
    decide: (found: QuarantinedEvent) => Promise<Closing | undefined>,
  ): Promise<QuarantinedEvent | undefined> {
    return this.dataSource.transaction(async (tx) => {
      await holdCase(tx, id);
      const found = await findCase(tx, id, this.keys);
      const closing = found && (await this.decided(found, decide));
      await pauseSending(tx, id);
      if (closing) await closeCases(tx, [id], closing);
      return found;
    });
  }

  /** A problem told is no death: what was begun is known not to be done. */
  private async decided(
    found: QuarantinedEvent,
    decide: (found: QuarantinedEvent) => Promise<Closing | undefined>,
  ): Promise<Closing | undefined> {
    try {
      return await decide(found);
    } catch (error) {
      if (error instanceof Problem) await pauseSending(this.dataSource.manager, found.id);
      throw error;
    }
  }

  /**
   * Closes what nobody looked at in time, and lets go what only a hold had kept; `quarantineCasesAtOnce` of each, in a
   * transaction of its own. Nothing of a topic that is held. @returns how many cases; where none, none is left
   */
  async expire(olderThanMs: number): Promise<number> {
    const atMost = limits.quarantineCasesAtOnce.value;
    const released = await this.dataSource.transaction((tx) => letGo(tx, atMost));
    const closed = await this.dataSource.transaction(async (tx) => {
      const ids = await overdueCases(tx, olderThanMs, atMost);
      if (ids.length === 0) return 0;
      const closing = { actor: 'concordat', action: 'expired', unseenForMs: olderThanMs } as const;
      return closeCases(tx, ids, closing);
    });
    return released + closed;
  }

  async onModuleDestroy(): Promise<void> {
    await this.acting;
    await this.batches.settled();
  }
}

import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeeds } from '#audit';
import { Problem, problem } from '#kernel';
import { AdmitSchema, type Candidate, type Registered, type Registration } from './admit-schema.js';
import { registryProblems } from './problems.js';
import { registrationDeeds } from './registration-deeds.js';
import { type Sql, transact } from './store/sql.js';
import { inTurn } from './store/together.js';
import { printSubject } from './subject-name.js';

interface Turn {
  readonly candidate: Candidate;
  readonly subject: string;
  readonly since: number;
  readonly settle: (registered: Registered) => void;
  readonly refuse: (error: unknown) => void;
}

/** One gathers while the other waits for the disk. */
const GROUPS_MAX = 2;
const TURNS_MAX = 64;
/** As long as the lock of a subject is waited for. */
const PATIENCE_MS = 10_000;

/**
 * Commits registrations of different subjects together. A commit waits for the disk, and one that
 * gives ids keeps the row of its context until then: alone, registrations would follow each other at
 * the pace of the disk. Whoever would have to wait in the common transaction gets one of its own.
 */
@Injectable()
export class StoreTogether {
  private waiting: Turn[] = [];
  private readonly atWork = new Set<string>();
  private groups = 0;
  private isScheduled = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly admit: AdmitSchema,
  ) {}

  /** Read, compiled and judged first, without a lock; stored only if it is not known already. */
  async run(asked: Registration): Promise<Registered> {
    const candidate = await this.admit.prepare(this.dataSource, asked);
    const { found, isLasting = false } = candidate;
    if (found) return { stored: found, isNew: false, isLasting };
    return new Promise((settle, refuse) => {
      const subject = printSubject(candidate.registration.name);
      this.waiting.push({ candidate, subject, since: performance.now(), settle, refuse });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.isScheduled || this.groups >= GROUPS_MAX || this.waiting.length === 0) return;
    this.isScheduled = true;
    setImmediate(() => {
      this.isScheduled = false;
      const group = this.nextGroup();
      if (group.length === 0) return;
      this.groups++;
      void this.storeAll(group).finally(() => {
        this.groups--;
        this.schedule();
      });
      this.schedule();
    });
  }

  /** The first of each subject nobody here is at work on; who waited too long is told to come back. */
  private nextGroup(): readonly Turn[] {
    const group: Turn[] = [];
    const since = performance.now() - PATIENCE_MS;
    this.waiting = this.waiting.filter((turn) => {
      const isFree = !this.atWork.has(turn.subject);
      if (isFree && group.length < TURNS_MAX) {
        this.atWork.add(turn.subject);
        group.push(turn);
        return false;
      }
      if (turn.since < since) turn.refuse(busy());
      return turn.since >= since;
    });
    return group;
  }

  /** What a database refuses together is tried one by one: the culprit alone is told. */
  private async storeAll(group: readonly Turn[]): Promise<void> {
    let outcomes: readonly PromiseSettledResult<Registered | undefined>[] | undefined;
    try {
      outcomes = await this.dataSource.transaction(async (tx) => {
        const shared = inTurn(tx);
        const settled = await settledUnlessBroken(
          group.map(({ candidate }) => this.admit.storeBeside(shared, candidate)),
        );
        const stored = settled.map((each) =>
          each.status === 'fulfilled' ? each.value : undefined,
        );
        await record(tx, group, stored);
        return settled;
      });
    } catch {
      outcomes = undefined;
    }
    group.forEach((turn, i) => this.conclude(turn, outcomes?.[i]));
  }

  private conclude(turn: Turn, outcome?: PromiseSettledResult<Registered | undefined>): void {
    if (outcome?.status === 'rejected') turn.refuse(outcome.reason);
    else if (outcome?.value) turn.settle(outcome.value);
    else return void this.storeAlone(turn);
    this.leave(turn);
  }

  private async storeAlone(turn: Turn): Promise<void> {
    try {
      const stored = await transact(this.dataSource, async (tx) => {
        const registered = await this.admit.store(tx, turn.candidate);
        await record(tx, [turn], [registered]);
        return registered;
      });
      turn.settle(stored);
    } catch (error) {
      turn.refuse(error);
    } finally {
      this.leave(turn);
    }
  }

  private leave({ subject }: Turn): void {
    this.atWork.delete(subject);
    this.schedule();
  }
}

/** The last thing the transaction of a group does, whoever waits for the audit waits for no more. */
function record(
  tx: Sql,
  group: readonly Turn[],
  stored: readonly (Registered | undefined)[],
): Promise<void> {
  return recordDeeds(
    tx,
    group.flatMap(({ candidate }, i) => {
      const registered = stored[i];
      return registered ? registrationDeeds(registered, candidate.registration) : [];
    }),
  );
}

/** A problem is its candidate's own; any other error has broken the transaction. */
async function settledUnlessBroken<T>(
  all: readonly Promise<T>[],
): Promise<readonly PromiseSettledResult<T>[]> {
  const outcomes = await Promise.allSettled(all);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected' && !(outcome.reason instanceof Problem)) throw outcome.reason;
  return outcomes;
}

const busy = () => problem(registryProblems.REGISTRY_BUSY, undefined, { retryAfterSeconds: 1 });

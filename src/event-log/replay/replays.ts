import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeed } from '#audit';
import { isOutage, limits, problem, ulid } from '#kernel';
import { EventLog } from '../event-log.js';
import { eventLogProblems } from '../problems.js';
import { Rounds } from '../rounds.js';
import {
  cancelReplay,
  countRunning,
  findReplay,
  insertReplay,
  listReplays,
} from '../store/replays.js';
import { replayStep } from './replay-step.js';
import { type NewReplay, type Replay } from './replay.js';

const LOOK_EVERY_MS = 1_000;

/** Copies of parts of the log in sandbox topics. Any process goes on with what another began. */
@Injectable()
export class Replays implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('replays');
  private readonly rounds = new Rounds(() => this.work());
  private isStopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly log: EventLog,
  ) {}

  onModuleInit(): void {
    this.rounds.start(LOOK_EVERY_MS);
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    await this.rounds.end();
  }

  /** From a moment or the start, to a moment or what is the end now: it always ends. */
  async begin(wanted: Omit<NewReplay, 'id' | 'next' | 'ends'>): Promise<Replay> {
    const topic = await this.log.topic(wanted.topic);
    if (!topic) throw problem(eventLogProblems.TOPIC_NOT_LOGGED, wanted);
    if ((await countRunning(this.dataSource.manager)) >= limits.replaysRunning.value)
      throw problem(eventLogProblems.REPLAYS_FULL, undefined, { retryAfterSeconds: 30 });
    const { from, to } = wanted.wish;
    const next: Record<string, number> = {};
    const ends: Record<string, number> = {};
    for (const { partition, startOffset, endOffset } of topic.partitions) {
      const place = { topic: topic.name, partition };
      next[partition] =
        from === 'start' ? startOffset : await this.log.offsetAt(place, new Date(from));
      ends[partition] = to === undefined ? endOffset : await this.log.offsetAt(place, new Date(to));
    }
    const replay: NewReplay = { ...wanted, id: ulid(Date.now(), randomBytes(10)), next, ends };
    await this.dataSource.transaction(async (tx) => {
      await insertReplay(tx, replay);
      const { requestedBy: actor, topic: target, wish, sandbox: into } = replay;
      const details = { replay: replay.id, into, wish };
      await recordDeed(tx, { actor, action: 'replay.began', target, details });
    });
    this.rounds.look();
    return this.get(replay.id);
  }

  async get(id: string): Promise<Replay> {
    const replay = await findReplay(this.dataSource.manager, id);
    if (!replay) throw problem(eventLogProblems.REPLAY_UNKNOWN, { id });
    return replay;
  }

  list(page: {
    readonly before?: string | undefined;
    readonly limit: number;
  }): Promise<readonly Replay[]> {
    return listReplays(this.dataSource.manager, page);
  }

  /** What was replayed until now stays in the sandbox. */
  async cancel(id: string, by: string): Promise<Replay> {
    const { topic } = await this.get(id);
    await this.dataSource.transaction(async (tx) => {
      if (!(await cancelReplay(tx, id))) return;
      const deed = { actor: by, action: 'replay.cancelled', target: topic } as const;
      await recordDeed(tx, { ...deed, details: { replay: id } });
    });
    return this.get(id);
  }

  /** A step of each in turn, so that a long one does not keep a short one waiting. */
  private async work(): Promise<void> {
    try {
      for (let last = ''; !this.isStopping;) {
        const after = last;
        const worked = await this.dataSource.transaction((tx) => replayStep(tx, after));
        if (worked) this.log.arrivals.ring();
        else if (after === '') return;
        last = worked ?? '';
      }
    } catch (error) {
      if (!isOutage(error)) this.logger.error({ err: error }, 'a replay stood still; it goes on');
    }
  }
}

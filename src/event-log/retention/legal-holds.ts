import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { recordDeed } from '#audit';
import { problem, storable, ulid } from '#kernel';
import { isLockTimeout } from '../lock-timeout.js';
import { eventLogProblems } from '../problems.js';
import {
  findHold,
  type HoldFilter,
  insertHold,
  isKnownTopic,
  type LegalHold,
  liftHold,
  listHolds,
} from '../store/holds.js';

/** A sweep lets go after each of its steps, which take less. */
const PATIENCE = `SET LOCAL lock_timeout = '5s'`;

interface Wish {
  readonly by: string;
  readonly reason: string;
}

/**
 * Legal holds. A hold is answered once it is committed, and it is committed only when nothing is
 * being thrown away (`stopHolds`); so whatever is there when the answer comes stays there.
 */
@Injectable()
export class LegalHolds {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** One more hold on a topic that may have some already. */
  place(topic: string, { by, reason }: Wish): Promise<LegalHold> {
    const id = ulid(Date.now(), randomBytes(10));
    return this.alone(async (tx) => {
      if (!(await isKnownTopic(tx, storable(topic))))
        throw problem(eventLogProblems.HOLD_TOPIC_UNKNOWN, { topic });
      const placedBy = storable(by);
      await insertHold(tx, { id, topic: storable(topic), reason: storable(reason), placedBy });
      const details = { hold: id, reason };
      await recordDeed(tx, { actor: by, action: 'hold.placed', target: topic, details });
      return existing(tx, id);
    });
  }

  /** What it kept is let go by the next sweep, unless another hold stands on the topic. */
  lift(id: string, { by, reason }: Wish): Promise<LegalHold> {
    return this.alone(async (tx) => {
      const lifted = await liftHold(tx, { id, by: storable(by), reason: storable(reason) });
      const hold = await existing(tx, id);
      if (!lifted) throw problem(eventLogProblems.HOLD_LIFTED, { id, by: hold.liftedBy ?? '' });
      const deed = { actor: by, action: 'hold.lifted', target: hold.topic } as const;
      await recordDeed(tx, { ...deed, details: { hold: id, reason } });
      return hold;
    });
  }

  list(
    filter: HoldFilter,
    page: { readonly before?: string | undefined; readonly limit: number },
  ): Promise<readonly LegalHold[]> {
    return listHolds(this.dataSource.manager, filter, page);
  }

  private async alone<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    try {
      return await this.dataSource.transaction(async (tx) => {
        await tx.query(PATIENCE);
        return work(tx);
      });
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
      throw problem(eventLogProblems.HOLD_WAITS, undefined, { retryAfterSeconds: 5 });
    }
  }
}

async function existing(tx: EntityManager, id: string): Promise<LegalHold> {
  const hold = await findHold(tx, id);
  if (!hold) throw problem(eventLogProblems.HOLD_UNKNOWN, { id });
  return hold;
}

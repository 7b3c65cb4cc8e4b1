import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isOutage, ulid } from '#kernel';
import { QuarantineKeys } from './quarantine-keys.js';
import type { NewQuarantinedEvent } from './quarantined-event.js';
import { Rounds } from './rounds.js';
import { addCases } from './store/add-cases.js';
import { forgetHeldIds } from './store/admitted-ids.js';
import { type Overdue, takeOverdue } from './store/held-events.js';

const LOOK_EVERY_MS = 500;
const AT_ONCE = 100;

/**
 * Events whose predecessor did not come in time, and those that may not follow it, go into quarantine:
 * out of the line and into the case in one transaction, so that none is lost and none is there twice.
 * Any gateway does it; who looks at the same time passes over what another has taken.
 */
@Injectable()
export class HeldEvents implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger('held events');
  private readonly rounds = new Rounds(() => this.letGo());

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly keys: QuarantineKeys,
  ) {}

  onModuleInit(): void {
    this.rounds.start(LOOK_EVERY_MS);
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.end();
  }

  private async letGo(): Promise<void> {
    try {
      while ((await this.letSomeGo()) === AT_ONCE);
    } catch (error) {
      if (!isOutage(error)) this.log.error({ err: error }, 'events that waited could not be kept');
    }
  }

  private letSomeGo(): Promise<number> {
    return this.dataSource.transaction(async (tx) => {
      const overdue = await takeOverdue(tx, AT_ONCE);
      if (overdue.length === 0) return 0;
      await addCases(tx, overdue.map(caseOf), this.keys);
      await forgetHeldIds(
        tx,
        overdue.map(({ event }) => event),
      );
      return overdue.length;
    });
  }
}

function caseOf({ event, relayedTo, custody, reason }: Overdue): NewQuarantinedEvent {
  const { door, principal, deadLetterTopic: topic } = custody;
  return {
    ...event,
    ...{ id: ulid(Date.now(), randomBytes(10)), door, principal, reasons: [reason] },
    deadLetter: topic === undefined ? undefined : { topic, isCarried: relayedTo !== undefined },
  };
}

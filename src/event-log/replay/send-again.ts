import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { recordDeed } from '#audit';
import { limits, problem, ulid } from '#kernel';
import { EventLog } from '../event-log.js';
import type { LoggedEvent, Position } from '../logged-event.js';
import { eventLogProblems } from '../problems.js';
import { appendEvents } from '../store/append-events.js';
import { readEvents } from '../store/read-events.js';
import { replayedEvent } from './replayed-event.js';
import { SANDBOX } from './replay.js';

export interface SentAgain {
  /** What the events say of themselves: the replay they are of. */
  readonly id: string;
  readonly sent: readonly Position[];
  /** Events the log holds no more. */
  readonly gone: readonly Position[];
  /** Events there was no room for; they may be asked for again. */
  readonly left: readonly Position[];
}

interface Wish {
  readonly events: readonly Position[];
  readonly sandbox: string;
  readonly target: string;
  readonly requestedBy: string;
}

/** Single events of the log again, in a sandbox topic: as they were, in the order given, all at once. */
@Injectable()
export class SendAgain {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly log: EventLog,
  ) {}

  /** @throws SANDBOX_NAME_INVALID */
  async run(wish: Wish): Promise<SentAgain> {
    const { sandbox, requestedBy: actor, target } = wish;
    if (!SANDBOX.test(sandbox))
      throw problem(eventLogProblems.SANDBOX_NAME_INVALID, { sandbox: sandbox.slice(0, 60) });
    const id = ulid(Date.now(), randomBytes(10));
    const done = await this.dataSource.transaction(async (tx) => {
      const { found, ...places } = await findEvents(tx, wish.events);
      if (found.length === 0) return { sent: found, ...places };
      await appendEvents(
        tx,
        found.map((event) => replayedEvent(event, { id, sandbox })),
      );
      const details = { replay: id, into: sandbox, events: found.length };
      await recordDeed(tx, { actor, action: 'states.sent-again', target, details });
      return { sent: found, ...places };
    });
    this.log.arrivals.ring();
    return { id, ...done };
  }
}

/** One by one, until they are as many bytes as one read of the log may hold. */
async function findEvents(
  tx: EntityManager,
  places: readonly Position[],
): Promise<{ readonly found: LoggedEvent[]; gone: Position[]; left: readonly Position[] }> {
  const [found, gone]: [LoggedEvent[], Position[]] = [[], []];
  let bytes = 0;
  for (const [i, place] of places.entries()) {
    if (bytes >= limits.logReadBytes.value) return { found, gone, left: places.slice(i) };
    const [event] = await readEvents(tx, place, { events: 1, bytes: 0 });
    if (event?.offset !== place.offset) gone.push(place);
    else {
      found.push(event);
      bytes += (event.value?.length ?? 0) + (event.key?.length ?? 0);
    }
  }
  return { found, gone, left: [] };
}

import type { EventLog, NewEvent } from '#event-log';
import { isOutage, Problem } from '#kernel';
import { choosePartition } from './choose-partition.js';
import { Exit, type ReadyEvent, type Sent } from './exit.js';
import { withinMs } from './within-ms.js';

/** Longer than any healthy commit; a producer waiting longer has given up itself. */
const CONFIRM_TIMEOUT_MS = 15_000;
const REACH_TIMEOUT_MS = 2_000;

/** The event log on PostgreSQL is the broker: one call, one transaction, all or nothing. */
export class ExitToEventLog extends Exit {
  private turn = 0;

  constructor(private readonly log: EventLog) {
    super();
  }

  async send(events: readonly ReadyEvent[]): Promise<readonly Sent[]> {
    const outcomes: Sent[] = [];
    const placed: NewEvent[] = [];
    const places: number[] = [];
    const turn = this.turn++;
    for (const [i, { partitions, partition, ...event }] of events.entries()) {
      if (partition !== undefined && partition >= partitions) {
        outcomes[i] = noSuchPartition(event.topic, partition, partitions);
        continue;
      }
      places.push(i);
      placed.push({
        ...event,
        partition: partition ?? choosePartition(event.key, partitions, turn),
      });
    }
    const sent = await this.append(placed);
    for (const [i, place] of places.entries()) outcomes[place] = sent[i] ?? nobodyConfirmed('');
    return outcomes;
  }

  isReachable(): Promise<boolean> {
    return withinMs(REACH_TIMEOUT_MS, this.log.isReachable(), () => false);
  }

  close(): Promise<void> {
    return this.log.settled();
  }

  private async append(events: readonly NewEvent[]): Promise<readonly Sent[]> {
    try {
      const appended = this.log.append(events);
      const late = () => undefined;
      const positions = await withinMs(CONFIRM_TIMEOUT_MS, appended, late);
      if (positions) return positions.map((position) => ({ ok: true, position }));
      return events.map(() => nobodyConfirmed('PostgreSQL did not confirm the event in time.'));
    } catch (error) {
      if (error instanceof Problem) return events.map(() => nobodyConfirmed(error.message));
      if (!isOutage(error)) throw error;
      return events.map(() => nobodyConfirmed('PostgreSQL cannot be reached.'));
    }
  }
}

const nobodyConfirmed = (message: string): Sent => ({
  ok: false,
  reason: 'broker-away',
  message,
  retryAfterSeconds: 1,
});

function noSuchPartition(topic: string, partition: number, partitions: number): Sent {
  const message = `Topic "${topic}" has ${partitions} partitions, so there is no partition ${partition}.`;
  return { ok: false, reason: 'refused-by-broker', message };
}

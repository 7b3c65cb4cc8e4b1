import type { EventLog, NewEvent } from '#event-log';
import { Exit, type ReadyEvent, type Sent } from './exit.js';
import { type Custody, nobodyConfirmed } from '../peers/custody.js';
import { placeInLog } from './place-in-log.js';

/** The event log on PostgreSQL is the broker: one call, one transaction, all or nothing. */
export class ExitToEventLog extends Exit {
  readonly isKafka = false;
  private turn = 0;

  constructor(
    private readonly log: EventLog,
    private readonly custody: Custody,
  ) {
    super();
  }

  async send(events: readonly ReadyEvent[]): Promise<readonly Sent[]> {
    const outcomes: Sent[] = [];
    const placed: NewEvent[] = [];
    const places: number[] = [];
    const turn = this.turn++;
    for (const [i, event] of events.entries()) {
      const place = placeInLog(event, turn);
      if ('ok' in place) {
        outcomes[i] = place;
        continue;
      }
      places.push(i);
      placed.push(place);
    }
    const sent = await this.append(placed);
    for (const [i, place] of places.entries()) outcomes[place] = sent[i] ?? nobodyConfirmed('');
    return outcomes;
  }

  isReachable(): Promise<boolean> {
    return this.custody.isReachable();
  }

  isRefusing(): boolean {
    return this.custody.isRefusing();
  }

  /** Whoever reads the log is known to it: `ConsumerGroups`. */
  readers(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return this.log.settled();
  }

  private async append(events: readonly NewEvent[]): Promise<readonly Sent[]> {
    const outcome = await this.custody.confirmed(() => this.log.append(events));
    if ('reason' in outcome) return events.map(() => outcome);
    return outcome.value.map((position) => ({ ok: true, position }));
  }
}

import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { EventLog } from '#event-log';
import { isOutage, Problem } from '#kernel';
import { Breaker } from './breaker.js';
import { isNotStored } from './is-not-stored.js';
import { withinMs } from './within-ms.js';

/** Longer than any healthy commit; a producer waiting longer has given up itself. */
const CONFIRM_TIMEOUT_MS = 15_000;
/** Whoever came behind one who has waited for so long would wait as long: he is told to come back. */
const BEHIND_MS = 6_000;
const REACH_TIMEOUT_MS = 2_000;

/** Why nobody knows that something was committed. */
export interface Unconfirmed {
  readonly ok: false;
  readonly reason: 'broker-away' | 'unconfirmed';
  readonly message: string;
  readonly retryAfterSeconds: number;
}

/**
 * What PostgreSQL is asked to keep. While it is away, or is behind by more than anybody likes to wait,
 * producers are told so at once: a queue that is longer than their patience serves only those who left.
 */
@Injectable()
export class Custody implements OnApplicationShutdown {
  private readonly breaker = new Breaker(() => this.ask());
  /** When each that is under way came, the first first. */
  private readonly since = new Map<symbol, number>();
  private readonly logger = new Logger('custody');

  constructor(private readonly log: EventLog) {}

  /** Nest calls this when no request is left. */
  onApplicationShutdown(): void {
    this.breaker.close();
  }

  /** Whether PostgreSQL answers now. */
  isReachable(): Promise<boolean> {
    return withinMs(REACH_TIMEOUT_MS, this.log.isReachable(), () => false);
  }

  /** Whether what is asked now would fail at once. */
  isRefusing(): boolean {
    return this.breaker.isRefusing() || this.isBehind();
  }

  /** What PostgreSQL has committed, or why nobody knows that it has. */
  async confirmed<T>(work: () => Promise<T>): Promise<{ readonly value: T } | Unconfirmed> {
    if (this.isBehind()) return nobodyConfirmed(BEHIND);
    return this.last(work);
  }

  /** The same of what ends a work that was let in: it waits in any line, so that the next finds it ended. */
  async last<T>(work: () => Promise<T>): Promise<{ readonly value: T } | Unconfirmed> {
    if (!this.breaker.pass()) return nobodyConfirmed(AWAY);
    const mine = Symbol('under way');
    this.since.set(mine, performance.now());
    try {
      return await this.outcome(work());
    } finally {
      this.since.delete(mine);
    }
  }

  private async outcome<T>(work: Promise<T>): Promise<{ readonly value: T } | Unconfirmed> {
    try {
      const done = work.then((value) => ({ value }));
      const outcome = await withinMs(CONFIRM_TIMEOUT_MS, done, () => undefined);
      if (outcome) this.succeeded();
      else this.failed('it did not answer in time');
      return outcome ?? unconfirmed('PostgreSQL did not confirm the event in time.');
    } catch (error) {
      if (!isOutage(error)) this.succeeded(); // It answers, if only by a refusal.
      if (error instanceof Problem) return nobodyConfirmed(error.message);
      if (!isOutage(error)) throw error;
      this.failed(error instanceof Error ? error.message : String(error));
      return isNotStored(error) ? nobodyConfirmed(AWAY) : unconfirmed(AWAY);
    }
  }

  private isBehind(): boolean {
    const [first] = this.since.values();
    return first !== undefined && performance.now() - first > BEHIND_MS;
  }

  private async ask(): Promise<void> {
    if (!(await this.isReachable())) throw new Error(AWAY);
  }

  private failed(reason: string): void {
    if (this.breaker.failed())
      this.logger.warn(`PostgreSQL is away (${reason}). Producers are told to come back.`);
  }

  private succeeded(): void {
    if (this.breaker.succeeded()) this.logger.warn('PostgreSQL is back.');
  }
}

const AWAY = 'PostgreSQL cannot be reached.';
const BEHIND = 'PostgreSQL is too far behind, so it was not asked.';

/** It may have been committed all the same. */
const unconfirmed = (message: string): Unconfirmed => ({
  ...nobodyConfirmed(message),
  reason: 'unconfirmed',
});

/** Certainly not stored. */
export const nobodyConfirmed = (message: string): Unconfirmed => ({
  ok: false,
  reason: 'broker-away',
  message,
  retryAfterSeconds: 1,
});

import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { limits, problem, Seats } from '#kernel';
import { EventLog } from '../event-log.js';
import { eventLogProblems } from '../problems.js';
import { tail, type TailWish } from '../tail.js';
import { serverSentEvents } from './server-sent-events.js';

const HEARTBEAT_MS = 15_000;
/** What a browser waits before it comes back. */
const RETRY_MS = 1_000;

/** The open tails of this process. They end when the process stops, or a drain would never. */
@Injectable()
export class Tails implements OnModuleDestroy {
  private readonly stopping = new AbortController();
  private readonly seats = new Seats(limits.logTails.value);

  constructor(private readonly log: EventLog) {}

  /** Throws, before anything is written, when no more tails are served. */
  refuseWhenFull(who: string | undefined): void {
    if (!this.seats.hasOneFor(who))
      throw problem(eventLogProblems.TAILS_FULL, undefined, { retryAfterSeconds: 5 });
  }

  /** Writes until the reader goes or the process stops. A slow reader is waited for. */
  async serve(wish: TailWish, response: ServerResponse, who: string | undefined): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    response.once('error', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.stopping.signal]);
    const leave = this.seats.take(who);
    try {
      await this.write(wish, response, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      leave();
      response.end();
    }
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  private async write(
    wish: TailWish,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    response.write(`retry: ${RETRY_MS}\n\n`);
    let writtenAt = performance.now();
    for await (const step of tail(this.log, wish, signal)) {
      const isSilent = step.events.length === 0;
      if (isSilent && performance.now() - writtenAt < HEARTBEAT_MS) continue;
      writtenAt = performance.now();
      const hasRoom = response.write(isSilent ? ': still here\n\n' : serverSentEvents(step));
      if (!hasRoom) await once(response, 'drain', { signal });
    }
  }
}

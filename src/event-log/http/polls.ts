import type { ServerResponse } from 'node:http';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { limits, problem } from '#kernel';
import { eventLogProblems } from '../problems.js';

/** The polls that wait in this process. They end when it stops, or a drain would wait for them. */
@Injectable()
export class Polls implements OnModuleDestroy {
  private readonly stopping = new AbortController();
  private waiting = 0;

  /** Runs a poll until it answers, its caller goes, or the process stops. */
  async run<T>(response: ServerResponse, poll: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.waiting >= limits.logPolls.value)
      throw problem(eventLogProblems.POLLS_FULL, undefined, { retryAfterSeconds: 1 });
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    this.waiting++;
    try {
      return await poll(AbortSignal.any([gone.signal, this.stopping.signal]));
    } finally {
      this.waiting--;
    }
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }
}

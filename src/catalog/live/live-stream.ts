import type { ServerResponse } from 'node:http';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { isOutage, limits, problem } from '#kernel';
import { LastAnswers } from '../kept/last-answers.js';
import { catalogProblems } from '../problems.js';
import { ReadPulse } from './read-pulse.js';

const LOOK_EVERY_MS = 1_000;
const LOOK_SELDOM_MS = 10_000;
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;

/** No more than this part of the time is spent on being up to date. */
const SHARE = 0.1;

/**
 * Tells open pages that something moved, so that they ask again; what moved they ask for themselves,
 * by the addresses that have entity tags. One look a second serves every page, none when nobody looks.
 * They are told when the answers know of it: asked again, a page shows it.
 */
@Injectable()
export class LiveStream implements OnModuleDestroy {
  private readonly log = new Logger('catalog');
  private readonly open = new Set<ServerResponse>();
  private timer: NodeJS.Timeout | undefined;
  private told = '';
  private toldAtMs = 0;

  constructor(
    private readonly pulse: ReadPulse,
    private readonly answers: LastAnswers,
  ) {}

  /** Throws, before anything is written, when no more pages are served. */
  refuseWhenFull(): void {
    if (this.open.size >= limits.liveStreams.value)
      throw problem(catalogProblems.LIVE_FULL, undefined, { retryAfterSeconds: 5 });
  }

  serve(response: ServerResponse): void {
    response.write(`retry: ${RETRY_MS}\n\n`);
    this.open.add(response);
    response.once('close', () => this.forget(response));
    response.once('error', () => this.forget(response));
    this.timer ??= this.lookIn(LOOK_EVERY_MS);
  }

  /** A drain would never end while a page listens. */
  onModuleDestroy(): void {
    clearTimeout(this.timer);
    for (const response of this.open) response.end();
    this.open.clear();
  }

  private forget(response: ServerResponse): void {
    this.open.delete(response);
    if (this.open.size > 0) return;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private lookIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => void this.look(), ms).unref();
  }

  private async look(): Promise<void> {
    const begun = performance.now();
    try {
      const now = JSON.stringify(await this.pulse.read());
      if (now !== this.told) {
        await this.answers.keepUp();
        this.tell(`event: moved\ndata: ${now}\n\n`);
      } else if (Date.now() - this.toldAtMs > HEARTBEAT_MS) this.tell(': still here\n\n');
      this.told = now;
    } catch (error) {
      if (!isOutage(error)) this.log.error({ err: error }, 'what moved could not be read');
    }
    if (this.open.size === 0) return;
    const pauseMs = Math.min((performance.now() - begun) / SHARE, LOOK_SELDOM_MS);
    clearTimeout(this.timer);
    this.timer = this.lookIn(Math.max(LOOK_EVERY_MS, pauseMs));
  }

  /** Whoever does not read is let go: it comes back by itself and asks for what is true then. */
  private tell(text: string): void {
    this.toldAtMs = Date.now();
    for (const response of this.open) if (!response.write(text)) response.destroy();
  }
}

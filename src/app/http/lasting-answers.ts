import type { ServerResponse } from 'node:http';
import { Problem, type RequestHeaders } from '#kernel';
import { eventAddresses } from '#validation-gateway';

/** Answers that go on for as long as their caller stays. */
const LASTING: ReadonlySet<string | undefined> = new Set([
  '/catalog/v1/live',
  '/v1/topics/:topic/tail',
  eventAddresses.stream,
]);
const LOOK_EVERY_MS = 1_000;

/** A key is asked for when a request begins. One that expires, or is revoked, ends what goes on in its name as well. */
export class LastingAnswers {
  private readonly open = new Map<ServerResponse, RequestHeaders>();
  private timer: NodeJS.Timeout | undefined;

  /** @param prove throws where the key in these headers opens nothing any more */
  constructor(private readonly prove: (headers: RequestHeaders) => Promise<unknown>) {}

  add(address: string | undefined, headers: RequestHeaders, answer: ServerResponse): void {
    if (!LASTING.has(address)) return;
    this.open.set(answer, headers);
    answer.once('close', () => this.open.delete(answer));
    this.timer ??= this.lookSoon();
  }

  private lookSoon(): NodeJS.Timeout {
    return setTimeout(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  private async look(): Promise<void> {
    for (const [answer, headers] of this.open) {
      const isOver = await this.prove(headers).then(() => false, isRefused);
      if (isOver) answer.destroy();
    }
    this.timer = this.open.size > 0 ? this.lookSoon() : undefined;
  }
}

/** That PostgreSQL is away proves nothing against anybody. */
const isRefused = (error: unknown): boolean => error instanceof Problem && error.row.http === 401;

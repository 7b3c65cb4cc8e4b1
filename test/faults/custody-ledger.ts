import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EntityModel, type SentEvent } from './entity-model.js';
import type { Entry } from './offences.js';

const ATTEMPT_MS = 5_000;
const SETTLE_MS = 60_000;

export const shaOf = (bytes: string | Buffer): string =>
  createHash('sha256').update(bytes).digest('hex');

/**
 * Writers of one entity each, who send what is right, what is wrong and what was sent before, and
 * repeat it at another gateway until it is settled. The book is the client's own: nothing in it
 * comes from what is being tested but the answers.
 */
export class CustodyLedger {
  readonly book: Entry[] = [];
  private readonly heard = new Map<number, number>();
  private readonly model = new EntityModel();
  private isStopping = false;
  private running: Promise<unknown> = Promise.resolve();
  private begun = 0;

  constructor(
    private readonly topic: string,
    private readonly gatewayUrls: () => readonly string[],
  ) {}

  start(writers: number): void {
    this.running = this.write(writers, () => this.isStopping);
  }

  /** So many writers more, for a while; returns when what they began is settled. */
  async burst(writers: number, forMs: number): Promise<void> {
    const untilMs = Date.now() + forMs;
    await this.write(writers, () => Date.now() > untilMs);
  }

  private async write(writers: number, isOver: () => boolean): Promise<void> {
    const first = this.begun;
    this.begun += writers;
    await Promise.all(Array.from({ length: writers }, (_, n) => this.writeOne(first + n, isOver)));
  }

  /** Returns when everything that was begun is settled. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.running;
  }

  get acked(): number {
    return this.book.filter(({ answer }) => answer?.status === 200).length;
  }

  /** How often this status was answered, whatever came of it. */
  answered(status: number): number {
    return this.heard.get(status) ?? 0;
  }

  private async writeOne(n: number, isOver: () => boolean): Promise<void> {
    const key = `entity-${n}`;
    for (let version = 1; !isOver(); version++) {
      const event = { id: `${n}-${version}`, key, version, isWellFormed: true };
      await this.settle(event, n);
      if (version % 3 === 0) await this.settle(event, n + 1);
      if (version % 5 === 0) await this.settle({ ...event, id: `${event.id}-stale` }, n);
      if (version % 7 === 0)
        await this.settle({ ...event, id: `${event.id}-broken`, isWellFormed: false }, n);
      await sleep(5);
    }
  }

  private async settle(event: SentEvent, first: number): Promise<void> {
    const { id, key, version, isWellFormed } = event;
    const body = JSON.stringify({ id, orderId: key, version: isWellFormed ? version : 'none' });
    const expected = this.model.judge(event);
    const untilMs = Date.now() + SETTLE_MS;
    let unknown = 0;
    let answer: Entry['answer'];
    while (!answer && Date.now() < untilMs) {
      const urls = this.gatewayUrls();
      answer = await this.send(urls[(first + unknown) % urls.length] ?? '', id, body);
      if (!answer) unknown++;
      if (!answer) await sleep(50);
    }
    this.book.push({ event, sha: shaOf(body), expected, unknown, answer });
  }

  private async send(url: string, id: string, body: string): Promise<Entry['answer']> {
    try {
      const reply = await fetch(`${url}/events`, {
        method: 'POST',
        headers: {
          ...{ 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-id': id },
          ...{ 'ce-source': '/writers', 'ce-type': this.topic },
        },
        body,
        signal: AbortSignal.timeout(ATTEMPT_MS),
      });
      this.heard.set(reply.status, this.answered(reply.status) + 1);
      const { verdict, position } = (await reply.json()) as {
        verdict: string;
        position?: { partition: number; offset: number };
      };
      if (reply.status >= 500 || reply.status === 404) return undefined;
      const at = position && `${position.partition}@${position.offset}`;
      return { status: reply.status, verdict, position: at };
    } catch {
      return undefined;
    }
  }
}

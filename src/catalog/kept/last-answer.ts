import { setTimeout as sleep } from 'node:timers/promises';

interface Made<T> {
  readonly value: T;
  readonly begunAt: number;
  readonly tookMs: number;
}

/** No more than this part of the time is spent on making one again. */
const SHARE = 0.1;
/** What took no longer than this is made for whoever asks, */
const QUICK_MS = 25;
/** but what took longer than this is told as it was last, where that is not long ago. */
const PROMPT_MS = 8;
const LATELY_MS = 2_000;
/** How long one waits for what is quick as a rule, and for what was slow and may have been so once. */
const PATIENCE_MS = { quick: 250, slow: 10 };
/** What nobody asked for meanwhile may be this old and is told; what is older is waited for. */
const OLD_MS = 60_000;
/** Whoever listens is kept up to date for so long after asking. */
const WANTED_MS = 30_000;

/**
 * An answer over everything, for all who ask. One that is made quickly is made for whoever asks; one
 * that takes longer is told as it was made last, while it is made anew: where it takes a moment, only if
 * that was within two seconds. Then it is about as old as ten times what making it takes, and never older
 * than a minute before it was asked for.
 */
export class LastAnswer<T> {
  private last: Made<T> | undefined;
  private making: Promise<T> | undefined;
  private askedAt = -Infinity;

  /** @param now milliseconds that only rise */
  constructor(
    private readonly make: () => Promise<T>,
    private readonly now = () => performance.now(),
  ) {}

  async current(): Promise<T> {
    const now = this.now();
    this.askedAt = now;
    const { last } = this;
    if (!last) return this.remake();
    const age = now - last.begunAt;
    if (age < Math.min(last.tookMs / SHARE, OLD_MS)) return last.value;
    const making = this.remake();
    if (age > OLD_MS) return making;
    const isSlow = last.tookMs > QUICK_MS;
    if (!isSlow && last.tookMs > PROMPT_MS && age < LATELY_MS) return last.value;
    const patienceMs = isSlow ? PATIENCE_MS.slow : PATIENCE_MS.quick;
    return Promise.race([making, sleep(patienceMs, last.value, { ref: false })]);
  }

  /** Something moved: whoever asks next is told what was so after this, if anybody asked lately. */
  async keepUp(): Promise<void> {
    if (this.now() - this.askedAt > WANTED_MS) return;
    await this.making?.catch(() => undefined);
    await this.remake();
  }

  /** What was known, or is just being read, is not true any more: whoever asks next waits. */
  forget(): void {
    this.last = undefined;
    this.making = undefined;
  }

  private remake(): Promise<T> {
    this.making ??= this.begin();
    return this.making;
  }

  private begin(): Promise<T> {
    const begunAt = this.now();
    const making = this.make().then(
      (value) => {
        const isWanted = this.making === making;
        if (isWanted) this.last = { value, begunAt, tookMs: this.now() - begunAt };
        if (isWanted) this.making = undefined;
        return value;
      },
      (error: unknown) => {
        if (this.making === making) this.making = undefined;
        throw error;
      },
    );
    making.catch(() => undefined); // It is told to whoever waits for it; perhaps nobody does.
    return making;
  }
}

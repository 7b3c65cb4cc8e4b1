import { limits } from '#kernel';

const WINDOW_MS = 1_000;

/**
 * When those who were turned away may come again: spread over as long as it takes to serve as many. All told the
 * same second would come back as one crowd.
 */
export class RetrySpread {
  private sinceMs = 0;
  private now = { served: 0, refused: 0 };
  private spread = 1;

  served(): void {
    this.now.served++;
  }

  /** @param chance from 0 to 1, without 1 */
  refused(nowMs: number, chance: number): number {
    if (nowMs - this.sinceMs >= WINDOW_MS) this.begin(nowMs);
    this.now.refused++;
    return 1 + Math.floor(chance * this.spread);
  }

  private begin(nowMs: number): void {
    const { served, refused } = this.now;
    const isOfNow = nowMs - this.sinceMs < 2 * WINDOW_MS;
    const needed = isOfNow ? Math.ceil(refused / Math.max(served, 1)) : 1;
    this.spread = Math.min(Math.max(needed, 1), limits.lineRetrySeconds.value);
    this.sinceMs = nowMs;
    this.now = { served: 0, refused: 0 };
  }
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** A question that stores nothing; rejects where nobody answers it. */
export type Ask = () => Promise<unknown>;

/**
 * After an outage nobody waits for the peer: calls fail at once, and a question in the background finds
 * out whether it is back. Once it is answered one call goes through to see whether more is, and all
 * others wait for that. Timers, not moments: a clock that is set back an hour opens no door an hour late.
 */
export class Breaker {
  /** None where all is well. */
  private pauseMs = 0;
  private isAnswered = false;
  private isProbing = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ask: Ask) {}

  /** Whether a call now would fail at once. */
  isRefusing(): boolean {
    return this.pauseMs > 0 && (!this.isAnswered || this.isProbing);
  }

  /** Asks to go through. When the peer only just answered, a yes makes this call the probe. */
  pass(): boolean {
    if (this.isRefusing()) return false;
    this.isProbing = this.pauseMs > 0;
    return true;
  }

  /** @returns whether this is news */
  failed(): boolean {
    const isNews = this.pauseMs === 0;
    if (isNews || this.isAnswered) this.askLater();
    return isNews;
  }

  /** @returns whether this is news */
  succeeded(): boolean {
    const isNews = this.pauseMs > 0;
    this.close();
    return isNews;
  }

  /** Asks no more. */
  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.pauseMs = 0;
    this.isAnswered = this.isProbing = false;
  }

  private askLater(): void {
    this.pauseMs = Math.min(this.pauseMs * 2 || FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    this.isAnswered = this.isProbing = false;
    const timer = setTimeout(() => void this.findOut(timer), this.pauseMs).unref();
    this.timer = timer;
  }

  private async findOut(timer: NodeJS.Timeout): Promise<void> {
    const isThere = await this.ask().then(
      () => true,
      () => false,
    );
    if (this.timer !== timer) return; // A call that was under way has told meanwhile.
    if (isThere) this.isAnswered = true;
    else this.askLater();
  }
}

import type { Clock } from '#kernel';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 2_000;

/**
 * After an outage nobody waits for the peer: calls fail at once, and every now and then one call
 * finds out whether it is back.
 */
export class Breaker {
  private pauseMs = 0;
  private openUntilMs = 0;
  private isProbing = false;

  constructor(private readonly clock: Clock) {}

  /** Whether a call now would fail at once. */
  isRefusing(): boolean {
    return this.pauseMs > 0 && (this.isProbing || this.clock.nowMs() < this.openUntilMs);
  }

  /** Whether the last call failed: the next to go through finds out. */
  isOpen(): boolean {
    return this.pauseMs > 0;
  }

  /** Asks to go through. When the breaker was open, a yes makes this call the probe. */
  pass(): boolean {
    if (this.isRefusing()) return false;
    this.isProbing = this.pauseMs > 0;
    return true;
  }

  /** @returns whether this is news */
  failed(): boolean {
    const isNews = this.pauseMs === 0;
    this.pauseMs = Math.min(this.pauseMs * 2 || FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
    this.openUntilMs = this.clock.nowMs() + this.pauseMs;
    this.isProbing = false;
    return isNews;
  }

  /** @returns whether this is news */
  succeeded(): boolean {
    const isNews = this.pauseMs > 0;
    this.pauseMs = 0;
    this.isProbing = false;
    return isNews;
  }
}

/** A bell for readers who wait at the end of the log. */
export class Arrivals {
  private waiting = new Set<() => void>();

  /** Wakes everybody who waits now. */
  ring(): void {
    if (this.waiting.size === 0) return;
    const woken = this.waiting;
    this.waiting = new Set();
    for (const wake of woken) wake();
  }

  /** Resolves at the next ring, or after `atMostMs`, or when `signal` aborts. */
  next(atMostMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, atMostMs);
      signal.addEventListener('abort', wake, { once: true });
      this.waiting.add(wake);
      if (signal.aborted) wake();
    });
  }
}

/** An answer that took longer tells the time too roughly, unless it is the first. */
const ROUGH_MS = 2_000;

/**
 * The time of PostgreSQL, which all gateways share, carried on by a clock that nobody sets: by a gateway
 * whose own is an hour off, no event comes from the future, and none is refused that does not. Until
 * PostgreSQL was heard it is the time of this machine.
 */
export class SharedClock {
  private heard: { readonly nowMs: number; readonly elapsedMs: number } | undefined;

  constructor(
    private readonly own: { readonly nowMs: () => number; readonly elapsedMs: () => number } = {
      nowMs: () => Date.now(),
      elapsedMs: () => performance.now(),
    },
  ) {}

  nowMs(): number {
    if (!this.heard) return this.own.nowMs();
    return Math.round(this.heard.nowMs + this.own.elapsedMs() - this.heard.elapsedMs);
  }

  /** @param ask answers what PostgreSQL’s clock says */
  async hear<T extends { readonly atMs: number }>(ask: () => Promise<T>): Promise<T> {
    const askedMs = this.own.elapsedMs();
    const answer = await ask();
    const elapsedMs = this.own.elapsedMs();
    const tookMs = elapsedMs - askedMs;
    if (tookMs < ROUGH_MS || !this.heard)
      this.heard = { nowMs: answer.atMs + tookMs / 2, elapsedMs };
    return answer;
  }
}

import { limits } from '#kernel';

/** Long enough that a batch more or less changes little, short enough to follow a slower disk. */
const WINDOW_MS = 200;
/** Answers further apart are of different batches. */
const GAP_MS = 5;
/** How much one window is believed. */
const TRUST = 0.5;
/** What is waited for without a line, as the acknowledgement of a broker far away, is unlearnt slowly. */
const FORGET_PER_MS = 1e-5;

interface Window {
  sinceMs: number;
  bytes: number;
  requests: number;
  stayMs: number;
  leastMs: number;
}
const NOTHING = { bytes: 0, requests: 0, stayMs: 0, leastMs: Infinity };

/** One request that was answered. */
export interface Answered {
  readonly bytes: number;
  readonly stayMs: number;
}

/**
 * How much a gateway gets done, and so how long a line may be until its last would wait for too long (Little's
 * law). A window in which the line was long and slow is evidence either way; any other only of more, since a
 * gateway with little to do gets little done.
 */
export class Pace {
  /** Until something was measured: one body as large as they come. */
  private room: number = limits.gatewayBodyBytes.value;
  private perMs = 0;
  private leastMs = Infinity;
  private window: Window = { ...NOTHING, sinceMs: 0 };
  private lastMs = 0;

  /** Bytes that may be under way at once. */
  get roomBytes(): number {
    return this.room;
  }

  /** The line was empty so long; nobody can get done what is not there. */
  idle(forMs: number): void {
    this.window.sinceMs += forMs;
    this.lastMs += forMs;
  }

  /**
   * A window ends with the last answer of a batch: what a batch got done is held against the time it took.
   * @param peakBytes the most that was under way since the last window
   * @returns whether one ended before this answer
   */
  note({ bytes, stayMs }: Answered, peakBytes: number, nowMs: number): boolean {
    const lastedMs = this.lastMs - this.window.sinceMs;
    const isLongPast = lastedMs >= 2 * WINDOW_MS;
    const isOver = isLongPast || (lastedMs >= WINDOW_MS && nowMs - this.lastMs >= GAP_MS);
    if (isOver) {
      this.learn(lastedMs, peakBytes);
      this.window = { ...NOTHING, sinceMs: this.lastMs };
    }
    const { window } = this;
    window.bytes += bytes;
    window.requests++;
    window.stayMs += stayMs;
    window.leastMs = Math.min(window.leastMs, stayMs);
    this.lastMs = nowMs;
    return isOver;
  }

  private learn(lastedMs: number, peakBytes: number): void {
    const { bytes, requests, stayMs, leastMs } = this.window;
    const { lineWaitMs, lineBytesLeast } = limits;
    this.leastMs = Math.min(this.leastMs * (1 + lastedMs * FORGET_PER_MS), leastMs);
    const isSlow = stayMs / requests > this.leastMs + lineWaitMs.value / 2;
    const isLong = isSlow && peakBytes >= this.room / 2;
    const seen = bytes / lastedMs;
    if (isLong || seen > this.perMs)
      this.perMs += (seen - this.perMs) * (this.perMs === 0 ? 1 : TRUST);
    const room = this.perMs * (this.leastMs + lineWaitMs.value);
    if (isLong || room > this.room) this.room = Math.max(lineBytesLeast.value, room);
  }
}

import type { Rate } from '#contract';
import { limits } from '#kernel';

/** Looking for buckets that are full again takes a walk over all of them. */
const SWEEP_EVERY_MS = 1_000;
/** Of adding fractions of a millisecond up. */
const ROUNDING_MS = 1e-6;

/** Whose rate is counted, and which rate. */
export interface Counted {
  readonly contract: string;
  readonly producer: string;
  /** As the contract writes it: another rate begins anew. */
  readonly text: string;
  readonly rate: Rate;
}

/**
 * One bucket for each producer of each contract, as one number: when it would be full again (the
 * generic cell rate algorithm, ITU-T I.371). A bucket that is full again need not be known, so memory
 * is bounded by who sent of late; beyond the limit `rateBuckets` newcomers share one.
 */
export class RateBuckets {
  private readonly fullAt = new Map<string, number>();
  private sweptAt = -Infinity;

  constructor(private readonly bucketsMax: number = limits.rateBuckets.value) {}

  get size(): number {
    return this.fullAt.size;
  }

  /** Takes one event out; milliseconds until there is one where there is none. */
  take({ contract, producer, text, rate }: Counted, nowMs: number): number {
    const shared = `${contract} ${text}`;
    const own = `${shared} ${producer}`;
    const bucket = this.fullAt.has(own) || this.hasRoom(nowMs) ? own : shared;
    const fullAt = Math.max(this.fullAt.get(bucket) ?? 0, nowMs) + rate.perMs / rate.events;
    const waitMs = fullAt - nowMs - rate.perMs;
    if (waitMs > ROUNDING_MS) return waitMs;
    this.fullAt.set(bucket, fullAt);
    return 0;
  }

  private hasRoom(nowMs: number): boolean {
    if (this.fullAt.size < this.bucketsMax) return true;
    if (nowMs - this.sweptAt < SWEEP_EVERY_MS) return false;
    this.sweptAt = nowMs;
    for (const [bucket, fullAt] of this.fullAt) if (fullAt <= nowMs) this.fullAt.delete(bucket);
    return this.fullAt.size < this.bucketsMax;
  }
}

import type { RowTraffic } from '../answers.js';

/** One minute of one event, over all verdicts; of what is long ago, one hour. */
export interface TrafficMinute {
  readonly contractId: string;
  /** Minutes since the Unix epoch. */
  readonly minute: number;
  readonly accepted: number;
  readonly refused: number;
}

export const DAY_MINUTES = 24 * 60;
export const HOUR_MINUTES = 60;
const SPARK_MINUTES = 30;

type Counts = readonly [accepted: number, refused: number];

const NONE: Counts = [0, 0];
const plus = ([a, b]: Counts, [c, d]: Counts): Counts => [a + c, b + d];
const minus = ([a, b]: Counts, [c, d]: Counts): Counts => [a - c, b - d];

/**
 * The last day of every event: the last hour by the minute, what is older by the hour, so that a
 * busy catalog costs no more than some ninety numbers an event. Pure: the time is passed in.
 */
export class TrafficWindow {
  private readonly slots = new Map<number, Map<string, Counts>>();
  private readonly sums = new Map<string, Counts>();
  /** Of all events. */
  private readonly totals = new Map<number, Counts>();
  private whole = NONE;

  /** Replaces what was known of these minutes. Counts only rise: what is less was read before. */
  set(minutes: Iterable<TrafficMinute>): void {
    for (const { contractId, minute, accepted, refused } of minutes) {
      const known = this.slots.get(minute)?.get(contractId) ?? NONE;
      if (accepted + refused >= known[0] + known[1])
        this.put(minute, contractId, [accepted, refused]);
    }
  }

  /** Forgets what is older than a day, and of what is older than an hour the minutes. */
  settle(now: number): void {
    for (const [minute, counts] of this.slots) {
      const hour = minute - (minute % HOUR_MINUTES);
      const isOver = minute <= now - DAY_MINUTES;
      if (!isOver && (minute === hour || hour > now - 2 * HOUR_MINUTES)) continue;
      this.slots.delete(minute);
      this.totals.delete(minute);
      for (const [id, each] of counts) {
        this.add(id, minus(NONE, each));
        if (!isOver) this.put(hour, id, plus(this.slots.get(hour)?.get(id) ?? NONE, each));
      }
    }
  }

  row(contractId: string, now: number): RowTraffic {
    const [accepted, refused] = this.sums.get(contractId) ?? NONE;
    const first = now - SPARK_MINUTES + 1;
    const recent = Array.from({ length: SPARK_MINUTES }, (_, i) =>
      this.slots.get(first + i)?.get(contractId),
    );
    return {
      ...{ accepted, refused },
      acceptedByMinute: recent.map((counts) => counts?.[0] ?? 0),
      refusedByMinute: recent.map((counts) => counts?.[1] ?? 0),
    };
  }

  /** One minute of all events; one of the last hour. */
  minute(minute: number): { readonly accepted: number; readonly refused: number } {
    const [accepted, refused] = this.totals.get(minute) ?? NONE;
    return { accepted, refused };
  }

  all(): { readonly accepted: number; readonly refused: number } {
    const [accepted, refused] = this.whole;
    return { accepted, refused };
  }

  private put(minute: number, id: string, counts: Counts): void {
    const slot = this.slots.get(minute) ?? new Map<string, Counts>();
    const more = minus(counts, slot.get(id) ?? NONE);
    this.add(id, more);
    this.totals.set(minute, plus(this.totals.get(minute) ?? NONE, more));
    slot.set(id, counts);
    this.slots.set(minute, slot);
  }

  private add(id: string, counts: Counts): void {
    const sum = plus(this.sums.get(id) ?? NONE, counts);
    if (sum[0] === 0 && sum[1] === 0) this.sums.delete(id);
    else this.sums.set(id, sum);
    this.whole = plus(this.whole, counts);
  }
}

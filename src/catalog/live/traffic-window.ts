import type { RowTraffic } from '../answers.js';

/** One minute of one event, over all verdicts. */
export interface TrafficMinute {
  readonly contractId: string;
  /** Minutes since the Unix epoch. */
  readonly minute: number;
  readonly accepted: number;
  readonly refused: number;
}

export const DAY_MINUTES = 24 * 60;
const SPARK_MINUTES = 30;

type Counts = readonly [accepted: number, refused: number];

/** The last day of every event by the minute. Pure: the time is passed in. */
export class TrafficWindow {
  private readonly events = new Map<string, Map<number, Counts>>();

  /** Replaces what was known of these minutes: counts only rise, so the newest reading is right. */
  set(minutes: readonly TrafficMinute[]): void {
    for (const { contractId, minute, accepted, refused } of minutes) {
      const known = this.events.get(contractId) ?? new Map<number, Counts>();
      known.set(minute, [accepted, refused]);
      this.events.set(contractId, known);
    }
  }

  /** Forgets what is older than a day. */
  forgetBefore(minute: number): void {
    for (const [id, known] of this.events) {
      for (const each of known.keys()) if (each < minute) known.delete(each);
      if (known.size === 0) this.events.delete(id);
    }
  }

  row(contractId: string, now: number): RowTraffic {
    const known = this.events.get(contractId);
    const first = now - SPARK_MINUTES + 1;
    const recent = Array.from({ length: SPARK_MINUTES }, (_, i) => known?.get(first + i));
    return {
      ...sum(known ? [...known] : [], now),
      acceptedByMinute: recent.map((counts) => counts?.[0] ?? 0),
      refusedByMinute: recent.map((counts) => counts?.[1] ?? 0),
    };
  }

  all(now: number): { readonly accepted: number; readonly refused: number } {
    const minutes = [...this.events.values()].flatMap((known) => [...known]);
    return sum(minutes, now);
  }
}

function sum(minutes: readonly (readonly [number, Counts])[], now: number) {
  let accepted = 0;
  let refused = 0;
  for (const [minute, counts] of minutes) {
    if (minute <= now - DAY_MINUTES) continue;
    accepted += counts[0];
    refused += counts[1];
  }
  return { accepted, refused };
}

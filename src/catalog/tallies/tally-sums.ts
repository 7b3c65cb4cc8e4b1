import { inSlices } from '../kept/in-slices.js';
import { REFUSING_VERDICTS } from '../live/refusing-verdicts.js';
import type { TrafficMinute } from '../live/traffic-window.js';
import type { FateSum, SeenProducer, TallyRow } from '../store/tally-rows.js';
import { DaySums } from './day-sums.js';
import { SeenWriters } from './seen-writers.js';

/** What was added up, and on top of it the lines of the newest minutes, which still rise. */
export class TallySums {
  readonly day = new DaySums();
  readonly writers = new SeenWriters();
  private readonly newest = new Map<string, TallyRow>();
  private readonly traffic = new Map<string, TrafficMinute>();
  private moved = new Map<string, TrafficMinute>();

  /** @param from the first minute whose lines are not in what was added up */
  constructor(readonly from: number) {}

  /** Tens of thousands of each: nobody waits for all of them at once. */
  async begin(fates: readonly FateSum[], producers: readonly SeenProducer[]): Promise<this> {
    await inSlices(fates, (fate) => this.day.add(fate));
    await inSlices(producers, (writer) => this.writers.put(writer));
    return this;
  }

  /** Counts only rise: what is no more than is known was read before it. */
  add(rows: Iterable<TallyRow>): void {
    for (const row of rows) if (row.minute >= this.from) this.put(row);
  }

  lines(): Iterable<TallyRow> {
    return this.newest.values();
  }

  /** The newest minutes of all events. */
  minutes(): Iterable<TrafficMinute> {
    this.moved = new Map();
    return this.traffic.values();
  }

  /** Those that moved since either was asked last. */
  takeMoved(): Iterable<TrafficMinute> {
    const { moved } = this;
    this.moved = new Map();
    return moved.values();
  }

  private put(row: TallyRow): void {
    const { contractId, minute, version, topic, verdict, reason, producer } = row;
    const key = [contractId, minute, version, topic, verdict, reason, producer].join('\n');
    const { count = 0, decisionUs = 0 } = this.newest.get(key) ?? {};
    if (row.count <= count) return;
    this.newest.set(key, row);
    const more = { ...row, count: row.count - count, decisionUs: row.decisionUs - decisionUs };
    this.day.add(more);
    this.writers.add(more);
    this.count(more);
  }

  private count({ contractId, minute, verdict, count }: TallyRow): void {
    const key = `${minute} ${contractId}`;
    const { accepted = 0, refused = 0 } = this.traffic.get(key) ?? {};
    const isRefused = REFUSING_VERDICTS.includes(verdict);
    const now: TrafficMinute = {
      ...{ contractId, minute },
      accepted: accepted + (isRefused ? 0 : count),
      refused: refused + (isRefused ? count : 0),
    };
    this.traffic.set(key, now);
    this.moved.set(key, now);
  }
}

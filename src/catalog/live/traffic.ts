import { Injectable } from '@nestjs/common';
import type { RowTraffic } from '../answers.js';
import type { LastAnswer } from '../kept/last-answer.js';
import { LastAnswers } from '../kept/last-answers.js';
import { TrafficMinutes } from '../store/traffic-minutes.js';
import { TallyBook } from '../tallies/tally-book.js';
import type { TallySums } from '../tallies/tally-sums.js';
import { DAY_MINUTES, HOUR_MINUTES, TrafficWindow } from './traffic-window.js';

/** Gateways add to a minute for a while after it ended; these are read again every time. */
const LATE_MINUTES = 3;
const MINUTE_MS = 60_000;

const minuteNow = () => Math.floor(Date.now() / MINUTE_MS);

/** How every event fared in the last day: read once, then only what is new; the newest minutes are the tallies'. */
@Injectable()
export class Traffic {
  private window = new TrafficWindow();
  /** Minute up to which the window is complete. */
  private readTo: number | undefined;
  /** What the window was read beside. */
  private beside: TallySums | undefined;
  private readonly last: LastAnswer<void>;

  constructor(
    private readonly minutes: TrafficMinutes,
    private readonly tallies: TallyBook,
    answers: LastAnswers,
  ) {
    this.last = answers.of(() => this.read());
  }

  refresh(): Promise<void> {
    return this.last.current();
  }

  row(contractId: string): RowTraffic {
    return this.window.row(contractId, minuteNow());
  }

  /** One minute of all events, of the last hour. */
  minute(minute: number): { readonly accepted: number; readonly refused: number } {
    return this.window.minute(minute);
  }

  all(): { readonly accepted: number; readonly refused: number } {
    return this.window.all();
  }

  private async read(): Promise<void> {
    const sums = await this.tallies.current();
    const now = minuteNow();
    const thisHour = now - (now % HOUR_MINUTES);
    const last = (this.readTo ?? -Infinity) - LATE_MINUTES;
    const isGap = last < thisHour - HOUR_MINUTES;
    const from = isGap ? thisHour - DAY_MINUTES + HOUR_MINUTES : last;
    const isAddedTo = sums === this.beside && !isGap;
    const before = isAddedTo
      ? []
      : await this.minutes.between({ from, whole: thisHour - HOUR_MINUTES, to: sums.from });
    if (isGap) this.window = new TrafficWindow();
    this.window.set(before);
    this.window.set(isAddedTo ? sums.takeMoved() : sums.minutes());
    this.window.settle(now);
    Object.assign(this, { readTo: now, beside: sums });
  }
}

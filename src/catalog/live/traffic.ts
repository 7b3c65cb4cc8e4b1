import { Injectable } from '@nestjs/common';
import type { RowTraffic } from '../answers.js';
import type { LastAnswer } from '../kept/last-answer.js';
import { LastAnswers } from '../kept/last-answers.js';
import { TrafficMinutes } from '../store/traffic-minutes.js';
import { DAY_MINUTES, HOUR_MINUTES, TrafficWindow } from './traffic-window.js';

/** Gateways add to a minute for a while after it ended; these are read again every time. */
const LATE_MINUTES = 3;
const MINUTE_MS = 60_000;

const minuteNow = () => Math.floor(Date.now() / MINUTE_MS);

/** How every event fared in the last day: read once, then only what is new. */
@Injectable()
export class Traffic {
  private window = new TrafficWindow();
  /** Minute up to which the window is complete. */
  private readTo: number | undefined;
  private readonly last: LastAnswer<void>;

  constructor(
    private readonly minutes: TrafficMinutes,
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
    const now = minuteNow();
    const thisHour = now - (now % HOUR_MINUTES);
    const last = (this.readTo ?? -Infinity) - LATE_MINUTES;
    const isGap = last < thisHour - HOUR_MINUTES;
    const from = isGap ? thisHour - DAY_MINUTES + HOUR_MINUTES : last;
    const found = await this.minutes.since(from, thisHour - HOUR_MINUTES);
    if (isGap) this.window = new TrafficWindow();
    this.window.set(found);
    this.window.settle(now);
    this.readTo = now;
  }
}

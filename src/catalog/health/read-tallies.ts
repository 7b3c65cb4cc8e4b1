import { Injectable } from '@nestjs/common';
import { HOUR_MINUTES } from '../live/traffic-window.js';
import { Traffic } from '../live/traffic.js';
import { TallyBook } from '../tallies/tally-book.js';
import type { HealthAnswer } from './health-answer.js';
import { ReadWaiting } from './read-waiting.js';

const MINUTE_MS = 60_000;

/** The numbers of the health page, for all who look at it. */
@Injectable()
export class ReadTallies {
  constructor(
    private readonly tallies: TallyBook,
    private readonly traffic: Traffic,
    private readonly waiting: ReadWaiting,
  ) {}

  async read() {
    const [{ day }, waiting] = await Promise.all([
      this.tallies.current(),
      this.waiting.read(),
      this.traffic.refresh(),
    ]);
    return { ...day.totals(), ...waiting, series: this.series() };
  }

  /** The last hour by the minute. */
  private series(): HealthAnswer['series'] {
    const first = Math.floor(Date.now() / MINUTE_MS) - HOUR_MINUTES + 1;
    const minutes = Array.from({ length: HOUR_MINUTES }, (_, i) => this.traffic.minute(first + i));
    return {
      from: new Date(first * MINUTE_MS).toISOString(),
      accepted: minutes.map(({ accepted }) => accepted),
      refused: minutes.map(({ refused }) => refused),
    };
  }
}

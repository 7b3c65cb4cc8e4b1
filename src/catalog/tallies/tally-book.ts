import { Injectable } from '@nestjs/common';
import type { LastAnswer } from '../kept/last-answer.js';
import { LastAnswers } from '../kept/last-answers.js';
import { TallyRows } from '../store/tally-rows.js';
import { TallySums } from './tally-sums.js';

/** What is added up faster is added up anew whenever somebody asks; else what moved is added to it. */
const FOLLOWED_MS = 100;
/** What came late, to minutes long over, is missing so long; what is a day old is told so long. */
const ADDED_UP_EVERY_MS = 60_000;
/** Nobody asked for so long that whoever does is better told what is so than what was. */
const TOO_OLD_MS = 5 * ADDED_UP_EVERY_MS;
/** How long after it began a minute is added to the one before: clocks differ. */
const LATE_MS = 15_000;
const MINUTE_MS = 60_000;

const minuteOf = (ms: number) => Math.floor(ms / MINUTE_MS);

interface AddedUp {
  readonly sums: TallySums;
  readonly atMs: number;
  readonly tookMs: number;
}

/**
 * What gateways counted, of all events. Adding up a week takes a large catalog a while, which all other
 * answers would wait for; what moved since is found in a moment, by who wrote a line last.
 */
@Injectable()
export class TallyBook {
  private readonly last: LastAnswer<TallySums>;
  private known: AddedUp | undefined;
  private renewing: Promise<void> | undefined;
  private horizon: string | undefined;
  private readAtMs = 0;

  constructor(
    private readonly rows: TallyRows,
    answers: LastAnswers,
  ) {
    this.last = answers.first(() => this.read());
  }

  /** The same object is added to as long as nothing was added up anew. */
  current(): Promise<TallySums> {
    return this.last.current();
  }

  private async read(): Promise<TallySums> {
    const ageMs = Date.now() - (this.known?.atMs ?? -Infinity);
    if (!this.known || this.known.tookMs < FOLLOWED_MS || ageMs > TOO_OLD_MS) return this.begin();
    if (ageMs > ADDED_UP_EVERY_MS)
      this.renewing ??= this.renew().finally(() => (this.renewing = undefined));
    this.renewing?.catch(() => undefined); // Whoever asks later tries again.
    await this.follow();
    return this.known.sums;
  }

  private async begin(): Promise<TallySums> {
    const atMs = Date.now();
    const sums = await this.addUp(minuteOf(atMs) - 1);
    const { rows, horizon } = await this.rows.moved(sums.from);
    sums.add(rows);
    this.known = { sums, atMs, tookMs: Date.now() - atMs };
    Object.assign(this, { horizon, readAtMs: atMs });
    return sums;
  }

  private async follow(): Promise<void> {
    const atMs = Date.now();
    const from = Math.max(this.known?.sums.from ?? 0, minuteOf(this.readAtMs - LATE_MS));
    const { rows, horizon } = await this.rows.moved(from, this.horizon);
    this.known?.sums.add(rows);
    Object.assign(this, { horizon, readAtMs: atMs });
  }

  /** The lines of these minutes are at hand: what moved was followed meanwhile. */
  private async renew(): Promise<void> {
    const atMs = Date.now();
    const sums = await this.addUp(minuteOf(atMs) - 1);
    sums.add(this.known?.sums.lines() ?? []);
    this.known = { sums, atMs, tookMs: Date.now() - atMs };
  }

  /** One after the other: two at once would leave no processor to the others. */
  private async addUp(before: number): Promise<TallySums> {
    const fates = await this.rows.fates(before);
    return new TallySums(before).begin(fates, await this.rows.producers(before));
  }
}

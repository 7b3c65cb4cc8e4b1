import { Injectable } from '@nestjs/common';
import { Relays } from '#event-log';
import { KeptAnswers } from '../kept/kept-answers.js';
import { ReadPulse } from '../live/read-pulse.js';
import { GatewayTallies } from '../store/gateway-tallies.js';
import { QuarantineCauses } from '../store/quarantine-causes.js';

const MINUTE_MS = 60_000;
/** What waits for Kafka moves without an event being judged. */
const FRESH_MS = 2_000;
/** Shown by the minute. */
export const HOUR_MINUTES = 60;

/** The numbers of the health page, all read at once, for all who look at it. */
@Injectable()
export class ReadTallies {
  private readonly kept = new KeptAnswers<ReturnType<ReadTallies['readAll']>>(1, FRESH_MS);

  constructor(
    private readonly tallies: GatewayTallies,
    private readonly relays: Relays,
    private readonly causes: QuarantineCauses,
    private readonly pulse: ReadPulse,
  ) {}

  /** Sums over a day are made again only when something was judged or a minute passed. */
  async read(): ReturnType<ReadTallies['readAll']> {
    const moved = JSON.stringify([await this.pulse.read(), Math.floor(Date.now() / MINUTE_MS)]);
    try {
      return await this.kept.of(moved, 'tallies', () => this.readAll());
    } catch (error) {
      this.kept.forget('tallies');
      throw error;
    }
  }

  private async readAll() {
    const first = Math.floor(Date.now() / MINUTE_MS) - HOUR_MINUTES + 1;
    const [verdicts, reasons, minutes, contracts, backlog, { cases, events }] = await Promise.all([
      this.tallies.verdicts(),
      this.tallies.reasons(),
      this.tallies.minutes(first),
      this.tallies.contracts(),
      this.relays.backlog(),
      this.causes.waiting(),
    ]);
    return { first, verdicts, reasons, minutes, contracts, backlog, quarantine: { cases, events } };
  }
}

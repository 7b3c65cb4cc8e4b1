import { Injectable } from '@nestjs/common';
import { Relays } from '#event-log';
import { KeptAnswers } from '../kept/kept-answers.js';
import { ReadPulse } from '../live/read-pulse.js';
import { HOUR_MINUTES } from '../live/traffic-window.js';
import { GatewayTallies } from '../store/gateway-tallies.js';
import { QuarantineCauses } from '../store/quarantine-causes.js';

const MINUTE_MS = 60_000;
/** What waits for Kafka moves without an event being judged. */
const FRESH_MS = 2_000;
/** The numbers of the health page, all read at once, for all who look at it. */
@Injectable()
export class ReadTallies {
  private readonly sums = new KeptAnswers<ReturnType<ReadTallies['sumUp']>>(1);
  private readonly waiting = new KeptAnswers<ReturnType<ReadTallies['lookAtWaiting']>>(1, FRESH_MS);

  constructor(
    private readonly tallies: GatewayTallies,
    private readonly relays: Relays,
    private readonly causes: QuarantineCauses,
    private readonly pulse: ReadPulse,
  ) {}

  /** Sums over a day are made again only when something was judged or a minute passed. */
  async read() {
    const moved = JSON.stringify([await this.pulse.read(), Math.floor(Date.now() / MINUTE_MS)]);
    const [sums, waiting] = await Promise.all([
      this.sums.of(moved, 'sums', () => this.sumUp()),
      this.waiting.of(moved, 'waiting', () => this.lookAtWaiting()),
    ]);
    return { ...sums, ...waiting };
  }

  private async sumUp() {
    const first = Math.floor(Date.now() / MINUTE_MS) - HOUR_MINUTES + 1;
    const [verdicts, reasons, minutes, contracts] = await Promise.all([
      this.tallies.verdicts(),
      this.tallies.reasons(),
      this.tallies.minutes(first),
      this.tallies.contracts(),
    ]);
    return { first, verdicts, reasons, minutes, contracts };
  }

  private async lookAtWaiting() {
    const [backlog, { cases, events }] = await Promise.all([
      this.relays.backlog(),
      this.causes.waiting(),
    ]);
    return { backlog, quarantine: { cases, events } };
  }
}

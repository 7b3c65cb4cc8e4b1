import { Injectable } from '@nestjs/common';
import { Relays } from '#event-log';
import { GatewayTallies } from '../store/gateway-tallies.js';
import { QuarantineCauses } from '../store/quarantine-causes.js';

/** The numbers of the health page, all read at once. */
@Injectable()
export class ReadTallies {
  constructor(
    private readonly tallies: GatewayTallies,
    private readonly relays: Relays,
    private readonly causes: QuarantineCauses,
  ) {}

  async read(firstMinute: number) {
    const [verdicts, reasons, minutes, contracts, backlog, quarantine] = await Promise.all([
      this.tallies.verdicts(),
      this.tallies.reasons(),
      this.tallies.minutes(firstMinute),
      this.tallies.contracts(),
      this.relays.backlog(),
      this.causes.waiting(),
    ]);
    return { verdicts, reasons, minutes, contracts, backlog, quarantine };
  }
}

import { Injectable, Module } from '@nestjs/common';
import { EventLogModule, Tallies } from '#event-log';
import { type Evidence, TrafficEvidence } from '#registry';
import { evidenceOf } from '#validation-gateway';

/** What the gateways counted is what the registry asks before it lets a contract be enforced. */
@Injectable()
class CountedTraffic extends TrafficEvidence {
  constructor(private readonly tallies: Tallies) {
    super();
  }

  async of(contractId: string, overMs: number): Promise<Evidence> {
    return evidenceOf(
      await this.tallies.fates(contractId, { from: new Date(Date.now() - overMs) }),
    );
  }
}

@Module({
  providers: [{ provide: TrafficEvidence, useClass: CountedTraffic }],
  exports: [TrafficEvidence],
})
export class TrafficModule {
  static register() {
    return { module: TrafficModule, global: true, imports: [EventLogModule.storesOnly()] };
  }
}

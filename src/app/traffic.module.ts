import { Injectable, Module } from '@nestjs/common';
import { EventLogModule, PolicyComparisons, Tallies } from '#event-log';
import { type Evidence, TrafficEvidence } from '#registry';
import { candidateEvidence, evidenceOf } from '#validation-gateway';

/** What the gateways counted is what the registry asks before it lets a contract be enforced. */
@Injectable()
class CountedTraffic extends TrafficEvidence {
  constructor(
    private readonly tallies: Tallies,
    private readonly comparisons: PolicyComparisons,
  ) {
    super();
  }

  async of(contractId: string, overMs: number): Promise<Evidence> {
    return evidenceOf(
      await this.tallies.fates(contractId, { from: new Date(Date.now() - overMs) }),
    );
  }

  async ofCandidate(contractId: string, candidate: string, overMs: number): Promise<Evidence> {
    const from = new Date(Date.now() - overMs);
    return candidateEvidence(await this.comparisons.of(contractId, candidate, from));
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

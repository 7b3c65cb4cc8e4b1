import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { durationMs } from '#contract';
import { Rounds, Tallies } from '#event-log';
import { isOutage } from '#kernel';
import { StepBack } from '#registry';
import { ContractSnapshots } from './3-contract/contract-snapshots.js';
import type { ContractInForce } from './contract-in-force.js';
import { evidenceOf } from './evidence-of.js';
import { hasJumped } from './has-jumped.js';

const LOOK_EVERY_MS = 2_000;
/** Counts reach PostgreSQL within a second, and every gateway has some of them. */
const LATE_COUNTS_MS = 5_000;

/**
 * A contract that refuses too much just after it changed is a bad contract, not bad data: it steps
 * back to `warn`. Later on it is the producers that changed, and then nothing steps back.
 */
@Injectable()
export class WatchRefusals implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('enforcement');
  private readonly rounds = new Rounds(() => this.look());

  constructor(
    private readonly contracts: ContractSnapshots,
    private readonly tallies: Tallies,
    private readonly stepBack: StepBack,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start(LOOK_EVERY_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.end();
  }

  private async look(): Promise<void> {
    try {
      for (const each of this.contracts.current()?.all ?? []) await this.watch(each);
    } catch (error) {
      if (!isOutage(error)) this.log.error({ err: error }, 'refusals could not be watched');
    }
  }

  private async watch({ published, contract, ref }: ContractInForce): Promise<void> {
    const { mode, rollbackAbove } = contract.enforcement;
    if (mode !== 'enforce' || !rollbackAbove || published.steppedBack) return;
    const from = published.publishedAt;
    const overMs = durationMs(rollbackAbove.over);
    if (Date.now() > from.getTime() + overMs + LATE_COUNTS_MS) return;
    const fates = await this.tallies.fates(ref.id, { from });
    const since = evidenceOf(fates.filter(({ version }) => version === ref.version));
    const before = evidenceOf(await this.refusedBefore(ref, from, overMs));
    if (!hasJumped(since, before, rollbackAbove.rejectRate)) return;
    const { judged, wouldRefuse: refused, example } = since;
    const { reason = '', producer = '' } = example ?? {};
    const step = { contract: ref.id, version: ref.version, judged, refused, reason, producer };
    if (await this.stepBack.run(step))
      this.log.warn(step, 'too much was refused since it changed: the contract only warns now');
  }

  /** What was only warned about before was not refused: to begin to refuse it is such a change. */
  private async refusedBefore({ id, version }: ContractInForce['ref'], from: Date, overMs: number) {
    const earlier = new Date(from.getTime() - overMs);
    const fates = await this.tallies.fates(id, { from: earlier, until: from });
    return fates
      .filter((fate) => fate.version < version)
      .map((fate) => (fate.verdict === 'accepted' ? { ...fate, reason: '' } : fate));
  }
}

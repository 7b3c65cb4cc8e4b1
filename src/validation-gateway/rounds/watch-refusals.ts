import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { durationMs } from '#contract';
import { type FateCount, Rounds, Tallies } from '#event-log';
import { isOutage } from '#kernel';
import { type EnforcedContract, StepBack, StopRollout } from '#registry';
import { ContractSnapshots } from '../3-contract/contract-snapshots.js';
import type { ContractInForce } from '../contract-in-force.js';
import { evidenceOf } from './evidence-of.js';
import { hasJumped } from './has-jumped.js';

const LOOK_EVERY_MS = 2_000;
/** Counts reach PostgreSQL within a second, and every gateway has some of them. */
const LATE_COUNTS_MS = 5_000;
const MINUTE_MS = 60_000;

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
    private readonly rollouts: StopRollout,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.start(LOOK_EVERY_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.rounds.end();
  }

  private async look(): Promise<void> {
    for (const each of this.contracts.current()?.all ?? [])
      if (!(await this.lookedAt(each))) return;
  }

  /** One that cannot be watched leaves the others their turn; while PostgreSQL is away none has one. */
  private async lookedAt(contract: ContractInForce): Promise<boolean> {
    try {
      await this.watch(contract);
    } catch (error) {
      if (isOutage(error)) return false;
      this.log.error({ err: error, contract: contract.ref.id }, 'refusals could not be watched');
    }
    return true;
  }

  private async watch({ published, contract, ref, rollout }: ContractInForce): Promise<void> {
    const isTried = rollout !== undefined && rollout.percent > 0;
    const { mode, rollbackAbove: own } = contract.enforcement;
    const rollbackAbove = isTried
      ? (rollout.candidate.contract.enforcement.rollbackAbove ?? own)
      : own;
    if (!rollbackAbove || (!isTried && (mode !== 'enforce' || published.steppedBack))) return;
    const from = beganAt(published);
    const overMs = durationMs(rollbackAbove.over);
    if (this.contracts.nowMs() > from.getTime() + overMs + LATE_COUNTS_MS) return;
    const fates = await this.tallies.fates(ref.id, { from });
    const ofVersion = fates.filter(({ version }) => version === ref.version);
    const since = evidenceOf(isTried ? ofVersion.map(asRefused) : ofVersion);
    const before = evidenceOf(await this.refusedBefore(ref, from, overMs));
    if (!hasJumped(since, before, rollbackAbove.rejectRate)) return;
    const { judged, wouldRefuse: refused, example } = since;
    const { reason = '', producer = '' } = example ?? {};
    if (isTried) return this.stop(ref, { judged, refused, reason });
    const step = { contract: ref.id, version: ref.version, judged, refused, reason, producer };
    if (await this.stepBack.run(step))
      this.log.warn(step, 'too much was refused since it changed: the contract only warns now');
  }

  /** What a candidate may have broken is mended by stopping it; the policy in force keeps refusing. */
  private async stop({ id, version }: ContractInForce['ref'], why: Jump): Promise<void> {
    const { judged, refused, reason } = why;
    const words = `${refused} of ${judged} events were refused after it began, most of them for ${reason}`;
    await this.rollouts.stop(id, { by: 'concordat', reason: words, version });
    this.log.warn(
      { contract: id, version, ...why },
      'too much was refused: its candidate is stopped',
    );
  }

  /** What was only warned about before was not refused: to begin to refuse it is such a change. */
  private async refusedBefore({ id, version }: ContractInForce['ref'], from: Date, overMs: number) {
    const earlier = new Date(from.getTime() - overMs);
    const fates = await this.tallies.fates(id, { from: earlier, until: from });
    return fates.filter((fate) => fate.version < version).map(asRefused);
  }
}

const asRefused = (fate: FateCount): FateCount =>
  fate.verdict === 'accepted' ? { ...fate, reason: '' } : fate;

interface Jump {
  readonly judged: number;
  readonly refused: number;
  readonly reason: string;
}

/** What was refused by a candidate that is stopped is not held against the policy in force; whole minutes. */
function beganAt({ publishedAt, rolloutStopped }: EnforcedContract): Date {
  if (!rolloutStopped) return publishedAt;
  const counted = Date.parse(rolloutStopped.at) + MINUTE_MS + LATE_COUNTS_MS;
  return new Date(Math.max(publishedAt.getTime(), counted));
}

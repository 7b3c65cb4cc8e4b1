import { Inject, Injectable, Optional } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { candidateOf, type Contract, durationMs, policyName, readContract } from '#contract';
import { problem } from '#kernel';
import { registryProblems } from './problems.js';
import { contracts } from './store/contracts.js';
import { rolloutStops } from './store/rollout-stops.js';
import { type Evidence, TrafficEvidence } from './traffic-evidence.js';

const RANKS = { off: 0, observe: 1, warn: 2, enforce: 3 } as const;

/** Observe before enforce: who would be refused tomorrow is known from what passed today. */
@Injectable()
export class CheckPromotion {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Optional() @Inject(TrafficEvidence) private readonly evidence?: TrafficEvidence,
  ) {}

  /**
   * @param text of the contract to be published; one that cannot be read is for others to refuse
   * @returns the problem, where its own limit speaks against enforcing it now
   */
  async objection(text: string) {
    const read = readContract(text);
    if (!read.ok) return undefined;
    const contract = read.value;
    const current = await contracts.current(this.dataSource, contract.id);
    const before = current && (JSON.parse(current.document) as Contract);
    const trial = before && (await this.trialOf(before, contract, current.version));
    if (trial) return this.objectionTo(trial);
    const { promoteBelow } = contract.enforcement;
    if (!promoteBelow || !before || !this.evidence || !isPromoted(before, contract))
      return undefined;
    const { rejectRate, over } = promoteBelow;
    const args = { contract: contract.id, limit: rejectRate, over };
    if (before.enforcement.mode === 'off')
      return problem(registryProblems.PROMOTION_UNOBSERVED, args, { contract: contract.id });
    const evidence = await this.evidence.of(contract.id, durationMs(over));
    if (shareOf(evidence) <= rejectRate) return undefined;
    const extras = { contract: contract.id, members: { evidence } };
    const refused = { ...args, evidence, what: 'Enforcing' };
    return problem(registryProblems.PROMOTION_REFUSED, refused, extras);
  }

  /** The candidate that would decide more than now, by a share or altogether. */
  private async trialOf(
    before: Contract,
    contract: Contract,
    version: number,
  ): Promise<Trial | undefined> {
    const tried = candidateOf(before);
    const isPromoted =
      tried &&
      policyName(tried) === policyName(contract) &&
      policyName(before) !== policyName(contract);
    const next = isPromoted ? tried : candidateOf(contract);
    if (!next) return undefined;
    const isKnown = tried && policyName(tried) === policyName(next);
    const stopped = await rolloutStops.of(this.dataSource, contract.id, version);
    const percentBefore = isKnown && !stopped ? (before.rollout?.percent ?? 0) : 0;
    const percent = isPromoted ? 100 : (contract.rollout?.percent ?? 0);
    const limit = next.enforcement.promoteBelow ?? before.enforcement.promoteBelow;
    if (!limit || (!isPromoted && percent <= percentBefore)) return undefined;
    return { id: contract.id, candidate: policyName(next), limit };
  }

  private async objectionTo({ id, candidate, limit }: Trial) {
    if (!this.evidence) return undefined;
    const { rejectRate, over } = limit;
    const overMs = durationMs(over);
    const evidence = await this.evidence.ofCandidate(id, candidate, overMs);
    const args = { contract: id, limit: rejectRate, over };
    if (evidence.judged === 0) {
      const passed = await this.evidence.of(id, overMs);
      if (passed.judged === 0) return undefined;
      return problem(registryProblems.CANDIDATE_UNOBSERVED, args, { contract: id });
    }
    if (shareOf(evidence) <= rejectRate) return undefined;
    const extras = { contract: id, members: { evidence } };
    const refused = { ...args, evidence, what: 'The candidate policy of' };
    return problem(registryProblems.PROMOTION_REFUSED, refused, extras);
  }
}

interface Trial {
  readonly id: string;
  readonly candidate: string;
  readonly limit: NonNullable<Contract['enforcement']['promoteBelow']>;
}

/** Whether more events would be refused than are now. */
function isPromoted({ enforcement: old }: Contract, { enforcement: now }: Contract): boolean {
  if (now.mode !== 'enforce') return false;
  return RANKS[old.mode] < RANKS.enforce || now.percent > old.percent;
}

const shareOf = ({ judged, wouldRefuse }: Evidence): number =>
  judged === 0 ? 0 : wouldRefuse / judged;

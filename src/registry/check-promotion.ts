import { Inject, Injectable, Optional } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Contract, durationMs, readContract } from '#contract';
import { problem } from '#kernel';
import { registryProblems } from './problems.js';
import { contracts } from './store/contracts.js';
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
    const { promoteBelow } = contract.enforcement;
    const current = await contracts.current(this.dataSource, contract.id);
    const before = current && (JSON.parse(current.document) as Contract);
    if (!promoteBelow || !before || !this.evidence || !isPromoted(before, contract))
      return undefined;
    const { rejectRate, over } = promoteBelow;
    const args = { contract: contract.id, limit: rejectRate, over };
    if (before.enforcement.mode === 'off')
      return problem(registryProblems.PROMOTION_UNOBSERVED, args, { contract: contract.id });
    const evidence = await this.evidence.of(contract.id, durationMs(over));
    if (shareOf(evidence) <= rejectRate) return undefined;
    const extras = { contract: contract.id, members: { evidence } };
    return problem(registryProblems.PROMOTION_REFUSED, { ...args, evidence }, extras);
  }
}

/** Whether more events would be refused than are now. */
function isPromoted({ enforcement: old }: Contract, { enforcement: now }: Contract): boolean {
  if (now.mode !== 'enforce') return false;
  return RANKS[old.mode] < RANKS.enforce || now.percent > old.percent;
}

const shareOf = ({ judged, wouldRefuse }: Evidence): number =>
  judged === 0 ? 0 : wouldRefuse / judged;

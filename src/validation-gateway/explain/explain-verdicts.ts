import { Injectable } from '@nestjs/common';
import { candidateOf } from '#contract';
import { EventHistory, isUlid, type Position, type RememberedVerdict } from '#event-log';
import { Problem } from '#kernel';
import { DescribeEnforcement, FindContracts } from '#registry';
import { BY_CANDIDATE } from '../policies/by-candidate.js';
import { checksOfVerdict, type ExplainedCheck, type Judging } from './checks-of-verdict.js';

/** A verdict with every check that led to it. */
export interface ExplainedVerdict extends Omit<RememberedVerdict, 'contract' | 'letPass'> {
  /** `id@version`: rules and schema are those of this version. */
  readonly contract?: string;
  /** Set where not the policy in force decided. */
  readonly policy?: 'candidate';
  readonly checks?: readonly ExplainedCheck[];
}

/**
 * Why a verdict is what it is. Nothing of this is written while events are judged: what the contract
 * version tells is read from it when somebody asks.
 */
@Injectable()
export class ExplainVerdicts {
  constructor(
    private readonly history: EventHistory,
    private readonly contracts: FindContracts,
    private readonly enforcement: DescribeEnforcement,
  ) {}

  /** @param asked id of an event or of a refused one's case, or `topic/partition@offset` */
  async run(asked: string, source: string | undefined): Promise<readonly ExplainedVerdict[]> {
    const found = await this.find(asked, source);
    const judgings = new Map<string, Promise<Judging | undefined>>();
    return Promise.all(
      found.map(async ({ contract, letPass, ...told }) => {
        if (!contract) return told;
        const name = `${contract.id}@${contract.version}`;
        const asking = judgings.get(name) ?? this.judgingOf(contract, told.at);
        const judging = await judgings.set(name, asking).get(name);
        const kept = withoutMark({ ...told, ...(letPass && { letPass }) });
        return {
          ...{ ...told, ...(kept.reasons && { reasons: kept.reasons }), contract: name },
          ...(kept.isByCandidate && { policy: 'candidate' as const }),
          ...(judging && { checks: checksOfVerdict(kept, underPolicy(judging, kept)) }),
        };
      }),
    );
  }

  private async find(asked: string, source: string | undefined) {
    const position = positionIn(asked);
    const [byId, byCase, byPosition] = await Promise.all([
      this.history.ofEvent(asked, source),
      isUlid(asked) ? this.history.ofCase(asked) : [],
      position ? this.history.at(position) : [],
    ]);
    return [...byId, ...byCase, ...byPosition];
  }

  /** Nothing where the contract is gone, with its whole context. */
  private async judgingOf(
    { id, version }: NonNullable<RememberedVerdict['contract']>,
    at: Date,
  ): Promise<Judging | undefined> {
    try {
      const { contract } = await this.contracts.whole(id, String(version));
      const { stepsBack } = await this.enforcement.run(id);
      const step = stepsBack.find((each) => each.version === version);
      const hadSteppedBack = step !== undefined && Date.parse(step.at) <= at.getTime();
      return { contract, hadSteppedBack };
    } catch (error) {
      if (error instanceof Problem && error.row.http === 404) return undefined;
      throw error;
    }
  }
}

type Kept = Pick<RememberedVerdict, 'letPass' | 'reasons'>;

/** The mark of a candidate is no reason: it says under whose policy the others stand. */
function withoutMark<Told extends Kept>(told: Told): Told & { readonly isByCandidate: boolean } {
  const { letPass, reasons } = told;
  const isMark = (code: string) => code === BY_CANDIDATE.code;
  return {
    ...told,
    ...(letPass && { letPass: letPass.filter((code) => !isMark(code)) }),
    ...(reasons && { reasons: reasons.filter(({ code }) => !isMark(code)) }),
    isByCandidate: (letPass ?? reasons?.map(({ code }) => code) ?? []).some(isMark),
  };
}

/** Of an event of which nothing was kept, either may have decided. */
function underPolicy(
  judging: Judging,
  { letPass, reasons, isByCandidate }: Kept & { readonly isByCandidate: boolean },
): Judging {
  const candidate = candidateOf(judging.contract);
  if (!candidate) return judging;
  if (isByCandidate) return { ...judging, contract: candidate };
  const isKnown = letPass !== undefined || reasons !== undefined;
  const { percent } = judging.contract.rollout ?? { percent: 0 };
  return isKnown || percent === 0 ? judging : { ...judging, other: candidate };
}

/** As `concordat verify` names places of the log. */
const POSITION = /^(?<topic>[a-zA-Z0-9._-]{1,249})\/(?<partition>\d{1,9})@(?<offset>\d{1,15})$/;

function positionIn(asked: string): Position | undefined {
  const { topic, partition, offset } = POSITION.exec(asked)?.groups ?? {};
  if (topic === undefined) return undefined;
  return { topic, partition: Number(partition), offset: Number(offset) };
}

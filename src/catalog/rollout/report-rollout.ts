import { Injectable } from '@nestjs/common';
import {
  candidateOf,
  type Contract,
  durationMs,
  policyName,
  type Stickiness,
  stickinessOf,
} from '#contract';
import {
  type ComparedVerdicts,
  type DivergentEvent,
  PolicyComparisons,
  type PolicyVerdict,
} from '#event-log';
import type { StoppedRollout } from '#registry';
import { EventContracts } from '../event/event-contracts.js';

export interface RolloutReport {
  readonly contract: string;
  /** Of what the newest version tries; `null` where it tries nothing. */
  readonly rollout: {
    /** Of the policy that is tried, whatever version declares it. */
    readonly name: string;
    readonly candidate: Readonly<Record<string, unknown>>;
    readonly percent: number;
    readonly stickiness: Stickiness;
    readonly stopped: StoppedRollout | null;
  } | null;
  /** ISO 8601 duration; whole minutes. */
  readonly over: string;
  /** Events that both judged, and how many of them the candidate decided. */
  readonly compared: number;
  readonly decidedByCandidate: number;
  readonly differing: number;
  /** Those of them of which nobody knows what the policy that was only asked would have said. */
  readonly unsettled: number;
  readonly refused: { readonly inForce: number; readonly candidate: number };
  /** Every two verdicts on which they differed, the most frequent first. */
  readonly divergences: readonly Divergence[];
}

interface Divergence {
  readonly inForce: PolicyVerdict;
  readonly candidate: PolicyVerdict;
  readonly count: number;
  readonly decidedByCandidate: number;
  /** The newest, by name. */
  readonly samples: readonly Sample[];
}

interface Sample extends Pick<
  DivergentEvent,
  'producer' | 'source' | 'eventId' | 'position' | 'quarantineId'
> {
  readonly at: string;
  readonly decidedBy: 'in force' | 'candidate';
  /** JSON Pointers to what was found. */
  readonly pointers: { readonly inForce: string; readonly candidate: string };
}

/** What the candidate of a contract would do otherwise, by what it said of real events. */
@Injectable()
export class ReportRollout {
  constructor(
    private readonly contracts: EventContracts,
    private readonly comparisons: PolicyComparisons,
  ) {}

  /** @throws EVENT_UNKNOWN */
  async of(id: string, over: string): Promise<RolloutReport> {
    const { contract, version, rolloutStopped } = await this.contracts.latest(id);
    const rollout = rolloutOf(contract, rolloutStopped);
    const from = new Date(Date.now() - durationMs(over));
    const name = rollout?.name ?? '';
    const [counts, samples] = await Promise.all([
      rollout ? this.comparisons.of(contract.id, name, from) : [],
      rollout ? this.comparisons.samples(contract.id, name, from) : [],
    ]);
    return {
      ...{ contract: `${contract.id}@${version}`, rollout, over },
      ...totals(counts),
      divergences: divergences(counts, samples),
    };
  }
}

function rolloutOf(
  contract: Contract,
  stopped: StoppedRollout | undefined,
): RolloutReport['rollout'] {
  const candidate = candidateOf(contract);
  if (!contract.rollout || !candidate) return null;
  return {
    name: policyName(candidate),
    candidate: contract.rollout.candidate,
    percent: contract.rollout.percent,
    stickiness: stickinessOf(contract),
    stopped: stopped ?? null,
  };
}

const isUnsettled = ({ here, there }: ComparedVerdicts): boolean =>
  here.fate === 'unsettled' || there.fate === 'unsettled';
const differs = (each: ComparedVerdicts): boolean =>
  !isUnsettled(each) &&
  (each.here.fate !== each.there.fate || each.here.reason !== each.there.reason);

function totals(counts: readonly ComparedVerdicts[]) {
  const sum = (of: (each: ComparedVerdicts) => boolean): number =>
    counts.filter(of).reduce((total, { count }) => total + count, 0);
  return {
    compared: sum(() => true),
    decidedByCandidate: sum(({ isDecidedThere }) => isDecidedThere),
    differing: sum(differs),
    unsettled: sum(isUnsettled),
    refused: {
      inForce: sum(({ here }) => here.fate === 'refused'),
      candidate: sum(({ there }) => there.fate === 'refused'),
    },
  };
}

type Pair = Pick<ComparedVerdicts, 'here' | 'there'>;
const pairOf = ({ here, there }: Pair): string =>
  `${here.fate} ${here.reason} ${there.fate} ${there.reason}`;

function divergences(
  counts: readonly ComparedVerdicts[],
  samples: readonly DivergentEvent[],
): readonly Divergence[] {
  const sampled = Map.groupBy(samples, pairOf);
  const pairs = Map.groupBy(counts.filter(differs), pairOf);
  return [...pairs]
    .map(([pair, each]): Divergence | undefined => {
      const [first] = each;
      if (!first) return undefined;
      const total = (of: readonly ComparedVerdicts[]) =>
        of.reduce((sum, { count }) => sum + count, 0);
      return {
        ...{ inForce: first.here, candidate: first.there, count: total(each) },
        decidedByCandidate: total(each.filter(({ isDecidedThere }) => isDecidedThere)),
        samples: (sampled.get(pair) ?? []).map(sampleOf),
      };
    })
    .filter((each) => each !== undefined)
    .sort((a, b) => b.count - a.count);
}

function sampleOf({ here, there, isDecidedThere, at, ...named }: DivergentEvent): Sample {
  return {
    ...named,
    at: at.toISOString(),
    decidedBy: isDecidedThere ? 'candidate' : 'in force',
    pointers: { inForce: here.pointer, candidate: there.pointer },
  };
}

import type { Contract } from '#contract';
import {
  type ContractPair,
  type Effect,
  type MeaningChange,
  valueChanged,
} from './meaning-change.js';
import type { Evidence } from './meaning-finding.js';
import type { MeaningRuleId } from './meaning-rules.js';

/** One value of a contract that means something by itself. */
export interface Facet {
  readonly ruleId: MeaningRuleId;
  readonly at: string;
  /** In words, after "the". */
  readonly what: string;
  readonly of: (contract: Contract) => unknown;
  readonly effect: (from: unknown, to: unknown, pair: ContractPair) => Effect;
  readonly evidence?: (pair: ContractPair, from: unknown, to: unknown) => Evidence | undefined;
}

/** What it does to be changed, to be declared, and to be left out. */
export const effects =
  ({
    changed,
    added,
    removed,
  }: {
    readonly changed: Effect;
    readonly added: Effect;
    readonly removed: Effect;
  }): Facet['effect'] =>
  (from, to) =>
    from === undefined ? added : to === undefined ? removed : changed;

export const always =
  (effect: Effect): Facet['effect'] =>
  () =>
    effect;

/** From weak to strong: what it does to go up, and what to go down. */
export const scale =
  (steps: readonly unknown[], up: Effect, down: Effect): Facet['effect'] =>
  (from, to) =>
    steps.indexOf(to) > steps.indexOf(from) ? up : down;

export function* changesOfFacets(
  facets: readonly Facet[],
  pair: ContractPair,
): Generator<MeaningChange> {
  for (const { ruleId, at, what, of, effect, evidence } of facets) {
    const [from, to] = [of(pair.old), of(pair.new)];
    if (JSON.stringify(from) === JSON.stringify(to)) continue;
    yield {
      ...{ ruleId, at, from, to },
      effect: effect(from, to, pair),
      message: valueChanged(what, from, to),
      evidence: evidence?.(pair, from, to),
    };
  }
}

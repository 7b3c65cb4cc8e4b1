import type { Contract } from '#contract';
import type { Severity } from '#kernel';
import { ended } from '../ended.js';
import type { Evidence, Side } from './meaning-finding.js';
import type { MeaningRuleId } from './meaning-rules.js';

/** The contract as it is in force, and as it would be. */
export interface ContractPair {
  readonly old: Contract;
  readonly new: Contract;
}

/** How much a change weighs, and whom it hurts. */
export type Effect = readonly [severity: Severity, ...hurts: Side[]];

/** One difference, before it gets the words of its rule and a fingerprint. */
export interface MeaningChange {
  readonly ruleId: MeaningRuleId;
  /** JSON Pointer into both documents. */
  readonly at: string;
  /** What stands there; nothing where it is not declared. */
  readonly from: unknown;
  readonly to: unknown;
  readonly effect: Effect;
  readonly message: string;
  readonly evidence?: Evidence | undefined;
}

const CHARACTERS_MAX = 120;
function said(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > CHARACTERS_MAX ? `${text.slice(0, CHARACTERS_MAX - 1)}…` : text;
}

/** One sentence for a value that was changed, declared or left out. */
export function valueChanged(what: string, from: unknown, to: unknown): string {
  if (from === undefined) return ended(`The ${what} is declared now: ${said(to)}`);
  if (to === undefined) return `The ${what}, ${said(from)}, is not declared any more.`;
  return ended(`The ${what} was ${said(from)} and becomes ${said(to)}`);
}

/** Names that came and names that went, each list in the order in which it is written. */
export function comings(
  from: Iterable<string>,
  to: Iterable<string>,
): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const [before, after] = [new Set(from), new Set(to)];
  return {
    added: [...after].filter((each) => !before.has(each)),
    removed: [...before].filter((each) => !after.has(each)),
  };
}

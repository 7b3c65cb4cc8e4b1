import { describeMeaning, type MeaningFinding } from '#compat';
import { candidateOf, type Contract } from '#contract';

/** Where a candidate decides, its meaning is as much of a change as that of the contract itself. */
export function meaningOf(
  before: Contract | undefined,
  contract: Contract,
): readonly MeaningFinding[] {
  if (!before) return [];
  const found = describeMeaning({ old: before, new: contract });
  const candidate = decidingCandidate(contract);
  if (!candidate) return found;
  const known = new Set(found.map(({ fingerprint }) => fingerprint));
  const old = decidingCandidate(before) ?? before;
  return [...found, ...describeMeaning({ old, new: candidate })].filter(
    ({ fingerprint }, at) => at < found.length || !known.has(fingerprint),
  );
}

const decidingCandidate = (contract: Contract): Contract | undefined =>
  (contract.rollout?.percent ?? 0) > 0 ? candidateOf(contract) : undefined;

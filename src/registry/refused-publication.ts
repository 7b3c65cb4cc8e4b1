import { type CompatibilityReport, consumerRules, type MeaningFinding } from '#compat';
import type { Contract } from '#contract';
import { invariant, type Problem, problem } from '#kernel';
import { findingsOf, whyUndecided } from './incompatible-schema.js';
import { registryProblems } from './problems.js';

/** By what is said first: what a consumer reads, or what the contract itself says otherwise. */
export function refusedMeaning(
  { id: contract }: Contract,
  meaning: readonly MeaningFinding[],
  report: CompatibilityReport | undefined,
): Problem {
  const first = meaning.find(isBreaking);
  invariant(first, 'who is refused is told why');
  const findings = [...meaning, ...(report ? findingsOf(report) : [])];
  const extras = { contract, members: { findings, compatibility: report } };
  const isOfReader = Object.hasOwn(consumerRules, first.ruleId);
  const { CONTRACT_BREAKS_CONSUMERS, CONTRACT_MEANING_CHANGED } = registryProblems;
  const row = isOfReader ? CONTRACT_BREAKS_CONSUMERS : CONTRACT_MEANING_CHANGED;
  return problem(row, { contract, first: first.message }, extras);
}

/** Whoever breaks the schema and the meaning learns of both at once. */
export function refusedChange(
  { id }: Contract,
  report: CompatibilityReport,
  meaning: readonly MeaningFinding[],
): Problem {
  const bySchema = findingsOf(report);
  const findings = [...bySchema, ...meaning];
  const extras = { contract: id, members: { findings, compatibility: report } };
  const first = bySchema.find(({ severity }) => severity === 'breaking') ?? bySchema[0];
  if (report.verdict === 'undecided' || !first)
    return problem(
      registryProblems.CONTRACT_UNDECIDED,
      { contract: id, why: whyUndecided(report) },
      extras,
    );
  return problem(
    registryProblems.CONTRACT_INCOMPATIBLE,
    { contract: id, first: first.message, alsoMeans: meaning.find(isBreaking)?.message },
    extras,
  );
}

export const isBreaking = ({ severity }: MeaningFinding): boolean => severity === 'breaking';

import type { AuditAction } from '#audit';
import { candidateOf, type Contract, policyName, stickinessOf } from '#contract';

interface RolloutDeed {
  readonly action: AuditAction;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What a publication does to the trial of a candidate; mostly nothing. Pure. */
export function rolloutDeeds({
  before,
  contract,
}: {
  readonly before: Contract | undefined;
  readonly contract: Contract;
}): readonly RolloutDeed[] {
  const old = before && trialOf(before);
  const now = trialOf(contract);
  if (!old) return now ? [{ action: 'rollout.started', details: now }] : [];
  if (now)
    return JSON.stringify(old) === JSON.stringify(now)
      ? []
      : [{ action: 'rollout.changed', details: { ...now, before: old } }];
  const isPromoted = policyName(contract) === old.candidate;
  return [{ action: isPromoted ? 'rollout.promoted' : 'rollout.stopped', details: old }];
}

function trialOf(contract: Contract) {
  const candidate = candidateOf(contract);
  if (!candidate) return undefined;
  return {
    candidate: policyName(candidate),
    percent: contract.rollout?.percent ?? 0,
    stickiness: stickinessOf(contract),
  };
}

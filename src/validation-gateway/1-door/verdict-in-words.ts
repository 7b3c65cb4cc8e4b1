import { reasons } from '../reasons.js';
import type { Refusal, Verdict, Violation } from '../verdict.js';

/** A verdict as answers print it; `undefined` members are left out. */
export interface ToldVerdict {
  readonly verdict: Verdict['fate'];
  readonly contract: string | undefined;
  /** Whose policy decided, where it is not the one in force. */
  readonly policy: Verdict['policy'];
  readonly reason: string | undefined;
  readonly message: string | undefined;
  readonly remedy: string | undefined;
  readonly pointer: string | undefined;
  readonly quarantineId: string | null | undefined;
  /** Of a deferred one. */
  readonly retryAfterSeconds: number | undefined;
  readonly retry: Verdict['retry'];
  /** Of a held one: when it stops waiting. */
  readonly heldUntil: string | undefined;
  readonly violations: readonly Violation[] | undefined;
  /** What `enforce` would have refused, where the contract only observes. */
  readonly observed: string | undefined;
  readonly warnings: readonly Violation[] | undefined;
}

export function told(verdict: Verdict): ToldVerdict {
  const { refusal, waived } = verdict;
  const warnings =
    waived && !waived.isSilent ? [...reasonsOf(waived.refusal), ...verdict.notes] : verdict.notes;
  return {
    verdict: verdict.fate,
    contract: contractOf(verdict),
    policy: verdict.policy,
    reason: refusal?.reason,
    message: refusal?.message,
    remedy: refusal && reasons[refusal.reason].remedy,
    pointer: refusal?.pointer,
    quarantineId: verdict.quarantineId,
    retryAfterSeconds: verdict.retryAfterSeconds,
    retry: verdict.retry,
    heldUntil: verdict.heldUntil?.toISOString(),
    violations: listed(refusal?.violations),
    observed: waived?.refusal.reason,
    warnings: listed(warnings),
  };
}

export const contractOf = ({ contract }: Verdict): string | undefined =>
  contract && nameOf(contract);

export const nameOf = ({ id, version }: NonNullable<Verdict['contract']>): string =>
  `${id}@${version}`;

function reasonsOf({ reason, pointer, message, violations }: Refusal): readonly Violation[] {
  return violations.length > 0 ? violations : [{ code: reason, pointer, message }];
}

const listed = (found: readonly Violation[] | undefined): readonly Violation[] | undefined =>
  found && found.length > 0 ? found : undefined;

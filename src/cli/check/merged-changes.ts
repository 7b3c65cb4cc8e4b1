import type { Direction, Side } from '#compat';
import type { Severity } from '#kernel';
import { type CheckedContract, type CheckFinding, isOfChange } from './check-result.js';

/** One change, and whom it hurts in either direction. */
export interface MergedChange extends Pick<CheckFinding, 'ruleId' | 'message' | 'why' | 'fix'> {
  readonly severity: Partial<Record<Direction, Severity>>;
  readonly isBreaking: boolean;
  readonly isWarning: boolean;
  readonly witness?: string;
  /** Of a change of meaning. */
  readonly hurts?: readonly Side[];
}

/** The findings of both directions as one list of changes, breaking ones first. A bad example changes nothing. */
export function mergedChanges({ findings }: CheckedContract): readonly MergedChange[] {
  const changes = new Map<string, MergedChange>();
  for (const { direction, severity, witness, hurts, ...finding } of findings.filter(isOfChange)) {
    const { ruleId, message, why, fix, oldPath, newPath } = finding;
    const key = [ruleId, oldPath, newPath, message].join(' ');
    const known = changes.get(key);
    const event = witness?.event ?? known?.witness;
    changes.set(key, {
      ...{ ruleId, message, why, fix },
      severity: { ...known?.severity, ...(direction ? { [direction]: severity } : {}) },
      isBreaking: severity === 'breaking' || known?.isBreaking === true,
      isWarning: severity === 'warning' || known?.isWarning === true,
      ...(hurts ? { hurts } : {}),
      ...(event === undefined ? {} : { witness: event }),
    });
  }
  return [...changes.values()].sort((a, b) => Number(b.isBreaking) - Number(a.isBreaking));
}

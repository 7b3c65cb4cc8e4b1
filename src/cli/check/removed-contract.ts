import { fingerprint, PROMISES_NOTHING } from '#compat';
import type { Lost } from '../baseline/baseline.js';
import type { CheckedContract } from './check-result.js';
import { checkRules } from './contract-rules.js';

/** What the baseline has and the working tree lost. */
export function removedContract({ name, where, contract }: Lost): CheckedContract {
  const ruleId = 'CONTRACT_REMOVED';
  const rule = checkRules[ruleId];
  const mayGo = contract !== undefined && PROMISES_NOTHING.has(contract.status);
  const what = contract ? `The ${contract.status} contract "${name}"` : `The schema "${name}"`;
  return {
    ...{ name, path: where, schemaPath: where },
    ...(contract ? { owner: contract.owner.team, subject: contract.schema.subject } : {}),
    verdict: 'removed',
    against: [{ version: 1, where }],
    findings: [
      {
        ruleId,
        severity: mayGo ? 'info' : 'breaking',
        ...{ oldPath: '', newPath: '' },
        message: `${what} is gone.`,
        why: mayGo ? 'Under this status it promised nobody anything.' : (rule?.why ?? ''),
        fix: mayGo ? 'Nothing to do.' : (rule?.fix ?? ''),
        fingerprint: fingerprint({
          ...{ ruleId, direction: '', path: name, oldShape: 'there', newShape: 'gone' },
        }),
      },
    ],
    doubts: [],
    notes: [],
  };
}

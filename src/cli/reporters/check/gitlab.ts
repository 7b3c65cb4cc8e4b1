import type { CheckResult } from '../../check/check-result.js';
import { type Issue, mattersIn } from './issues.js';

const SEVERITIES: Readonly<Record<Issue['level'], string>> = {
  error: 'critical',
  warning: 'minor',
  note: 'info',
};

const descriptionOf = ({ contract, message, witness, fix }: Issue): string => {
  const event = witness === undefined ? '' : ` The smallest event that breaks: ${witness}`;
  return `${contract}: ${message}${event} ${fix}`.trim();
};

/** GitLab's code quality report: shown in the merge request, compared by fingerprint. */
export function checkAsGitlab(result: CheckResult): string {
  const issues = mattersIn(result).map((issue) => ({
    description: descriptionOf(issue),
    check_name: issue.ruleId,
    fingerprint: issue.identity,
    severity: SEVERITIES[issue.level],
    location: { path: issue.path, lines: { begin: issue.line } },
  }));
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}

import type { LintFinding, LintResult } from '../lint/run-lint.js';
import { paint, type Pen } from '../paint.js';
import type { Issue } from './check/issues.js';
import { annotationsOf } from './check/github.js';
import { counted } from './counted.js';

function asText({ files, findings }: LintResult, pen: Pen): string {
  const lines = findings.map(({ path, line, column, severity, message, ruleId }) => {
    const word = paint(pen, severity === 'error' ? 'red' : 'yellow', severity.padEnd(5));
    return `${path}:${line}:${column}  ${word}  ${message}  ${paint(pen, 'dim', ruleId)}`;
  });
  const count = (severity: string, what: string): string =>
    counted(findings.filter((each) => each.severity === severity).length, what);
  const summary = `${files} looked at: ${count('error', 'error')}, ${count('warn', 'warning')}.`;
  return [...lines, ...(lines.length > 0 ? [''] : []), summary, ''].join('\n');
}

const asJson = (result: LintResult): string =>
  `${JSON.stringify({ formatVersion: 1, ...result }, undefined, 2)}\n`;

const asGithub = ({ findings }: LintResult): string => annotationsOf(findings.map(issueOf), 'log');

const issueOf = (finding: LintFinding): Issue => ({
  ...finding,
  level: finding.severity === 'error' ? 'error' : 'warning',
  contract: finding.name,
  identity: '',
});

export const lintFormats: Readonly<Record<string, (result: LintResult, pen: Pen) => string>> = {
  text: asText,
  json: asJson,
  github: asGithub,
};

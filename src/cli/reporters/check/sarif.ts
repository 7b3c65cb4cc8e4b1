import type { CheckResult } from '../../check/check-result.js';
import { checkRules } from '../../check/contract-rules.js';
import { type Issue, issuesOf } from './issues.js';

/** SARIF 2.1.0 (OASIS): code scanning shows each finding at its line. */
export function checkAsSarif(result: CheckResult): string {
  const issues = issuesOf(result);
  const ids = [...new Set(issues.map(({ ruleId }) => ruleId))].sort();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Concordat', rules: ids.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        results: issues.map((issue) => resultOf(issue, ids.indexOf(issue.ruleId))),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf(id: string): object {
  const { title, why, fix } = checkRules[id] ?? { title: id, why: id, fix: '' };
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why} ${fix}`.trim() },
  };
}

function resultOf(issue: Issue, ruleIndex: number): object {
  const { ruleId, level, message, fix, witness, path, line, column, identity, contract } = issue;
  const event = witness === undefined ? '' : ` The smallest event that breaks: ${witness}`;
  return {
    ...{ ruleId, ruleIndex, level },
    message: { text: `${contract}: ${message}${event} ${fix}`.trim() },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
    partialFingerprints: { 'concordat/v1': identity },
    ...(issue.waivedBecause === undefined
      ? {}
      : { suppressions: [{ kind: 'external', justification: issue.waivedBecause }] }),
  };
}

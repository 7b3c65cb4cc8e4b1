import { xmlText } from '#kernel';
import type { CheckedContract, CheckResult } from '../../check/check-result.js';
import { expiredIn, type Issue, issuesOfContract } from './issues.js';

/** One test case for each contract: the form every CI server can draw. */
export function checkAsJunit(result: CheckResult): string {
  const cases: { head: string; bad: readonly Issue[] }[] = result.contracts.map((contract) => {
    const bad = issuesOfContract(contract, result).filter(isBad);
    return { head: headOf(contract), bad };
  });
  const expired = expiredIn(result);
  if (expired.length > 0) cases.push({ head: named('waivers', result.waivers.path), bad: expired });
  const failures = cases.filter(({ bad }) => bad.some((each) => !isDoubt(each))).length;
  const errors = cases.filter(({ bad }) => bad.length > 0 && bad.every(isDoubt)).length;
  const totals = `tests="${cases.length}" failures="${failures}" errors="${errors}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="concordat" ${totals}>`,
    `  <testsuite name="against ${xmlText(result.baseline)}" ${totals}>`,
    ...cases.map(({ head, bad }) => caseOf(head, bad)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const isBad = ({ level, waivedBecause }: Issue): boolean => level === 'error' && !waivedBecause;
const isDoubt = ({ ruleId }: Issue): boolean => ruleId === 'UNDECIDED';

const named = (name: string, path: string): string =>
  `<testcase name="${xmlText(name)}" classname="${xmlText(path)}" file="${xmlText(path)}"`;
const headOf = ({ name, path }: CheckedContract): string => named(name, path);

function caseOf(head: string, bad: readonly Issue[]): string {
  const [first] = bad;
  if (!first) return `    ${head}/>`;
  const word = bad.every(isDoubt) ? 'error' : 'failure';
  const body = bad.map(({ ruleId, path, line, column, message, witness, fix, fingerprint }) =>
    [
      `${ruleId}  ${path}:${line}:${column}`,
      message,
      ...(witness === undefined ? [] : [`The smallest event that breaks: ${witness}`]),
      ...(fix ? [fix] : []),
      ...(fingerprint === undefined ? [] : [`fp ${fingerprint}`]),
    ].join('\n'),
  );
  return [
    `    ${head}>`,
    `      <${word} type="${xmlText(first.ruleId)}" message="${xmlText(first.message)}">${xmlText(body.join('\n\n'))}</${word}>`,
    '    </testcase>',
  ].join('\n');
}

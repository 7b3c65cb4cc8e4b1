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
    `  <testsuite name="against ${xml(result.baseline)}" ${totals}>`,
    ...cases.map(({ head, bad }) => caseOf(head, bad)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const isBad = ({ level, waivedBecause }: Issue): boolean => level === 'error' && !waivedBecause;
const isDoubt = ({ ruleId }: Issue): boolean => ruleId === 'UNDECIDED';

const named = (name: string, path: string): string =>
  `<testcase name="${xml(name)}" classname="${xml(path)}" file="${xml(path)}"`;
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
    `      <${word} type="${xml(first.ruleId)}" message="${xml(first.message)}">${xml(body.join('\n\n'))}</${word}>`,
    '    </testcase>',
  ].join('\n');
}

const NAMES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** XML 1.0 §2.2 has no way at all to write most control characters. */
const xml = (text: string): string =>
  text
    // eslint-disable-next-line no-control-regex -- they are what must go
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (sign) => NAMES[sign] ?? sign);

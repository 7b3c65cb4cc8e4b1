import type { CheckResult } from '../../check/check-result.js';
import { type Issue, mattersIn } from './issues.js';

/** GitHub shows ten annotations of a kind for each step and drops the rest without a word. */
const SHOWN_MAX = 10;

/** Workflow commands: GitHub turns each line into a remark at its line of the pull request. */
export const checkAsGithub = (result: CheckResult): string =>
  annotationsOf(mattersIn(result), 'step summary');

/** @param where all of them can be read */
export function annotationsOf(issues: readonly Issue[], where: string): string {
  const lines = (['error', 'warning'] as const).flatMap((level) => {
    const all = issues.filter((each) => each.level === level);
    if (all.length <= SHOWN_MAX) return all.map(annotation);
    const shown = all.slice(0, SHOWN_MAX - 1);
    const more = `${all.length - shown.length} more are in the ${where}; GitHub shows ${SHOWN_MAX} here.`;
    return [...shown.map(annotation), `::${level} title=concordat::${value(more)}`];
  });
  return lines.map((line) => `${line}\n`).join('');
}

function annotation(issue: Issue): string {
  const { level, path, line, column, ruleId, contract, message, witness, fix } = issue;
  const event = witness === undefined ? '' : `\nThe smallest event that breaks: ${witness}`;
  const title = property(`${ruleId} in ${contract}`);
  const place = `file=${property(path)},line=${line},col=${column},title=${title}`;
  return `::${level} ${place}::${value(`${message}${event}\n${fix}`.trimEnd())}`;
}

/** As @actions/core escapes them: a text must not become a command of its own. */
const value = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string =>
  value(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

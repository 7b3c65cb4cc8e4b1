import type { CheckResult } from '../../check/check-result.js';
import { type Issue, mattersIn } from './issues.js';

/** GitHub shows ten annotations of a kind for each step and drops the rest without a word. */
const SHOWN_MAX = 10;

/** Workflow commands: GitHub turns each line into a remark at its line of the pull request. */
export function checkAsGithub(result: CheckResult): string {
  const issues = mattersIn(result);
  const lines = (['error', 'warning'] as const).flatMap((level) =>
    rolledUp(
      issues.filter((each) => each.level === level),
      level,
    ),
  );
  return lines.map((line) => `${line}\n`).join('');
}

function rolledUp(issues: readonly Issue[], level: Issue['level']): readonly string[] {
  if (issues.length <= SHOWN_MAX) return issues.map(annotation);
  const shown = issues.slice(0, SHOWN_MAX - 1);
  const rest = issues.length - shown.length;
  const more = `${rest} more are in the step summary; GitHub shows ${SHOWN_MAX} here.`;
  return [...shown.map(annotation), `::${level} title=concordat check::${value(more)}`];
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

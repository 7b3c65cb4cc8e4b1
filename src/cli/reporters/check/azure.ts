import type { CheckResult } from '../../check/check-result.js';
import { type Issue, mattersIn } from './issues.js';

/** Azure Pipelines' logging commands: each line becomes an issue of the run at its place. */
export const checkAsAzure = (result: CheckResult): string =>
  mattersIn(result)
    .map((issue) => `${lineOf(issue)}\n`)
    .join('');

function lineOf({ level, path, line, column, ruleId, contract, message, witness, fix }: Issue) {
  const event = witness === undefined ? '' : ` The smallest event that breaks: ${witness}`;
  const type = level === 'error' ? 'error' : 'warning';
  const place = `sourcepath=${property(path)};linenumber=${line};columnnumber=${column};code=${property(ruleId)}`;
  return `##vso[task.logissue type=${type};${place}]${value(`${contract}: ${message}${event} ${fix}`.trim())}`;
}

/** As azure-pipelines-task-lib escapes them: a text must not become a command of its own. */
const value = (text: string): string =>
  text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string =>
  value(text).replaceAll(']', '%5D').replaceAll(';', '%3B');

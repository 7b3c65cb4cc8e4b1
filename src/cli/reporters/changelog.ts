import type { CheckedContract, CheckResult } from '../check/check-result.js';
import { paint, type Pen } from '../paint.js';
import {
  breaksCounted,
  changeAsMarkdown,
  changeAsText,
  changeLines,
  changesInJson,
  type ChangeLine,
  isNew,
} from './change-lines.js';
import { counted } from './counted.js';
import { inline, words } from './markdown-text.js';

interface Entry {
  readonly contract: CheckedContract;
  readonly lines: readonly ChangeLine[];
}

const entriesOf = ({ contracts }: CheckResult): readonly Entry[] =>
  contracts
    .map((contract) => ({ contract, lines: changeLines(contract) }))
    .filter(({ lines }) => lines.length > 0);

const nothing = ({ baseline }: CheckResult): string => `Nothing changed since ${baseline}.`;

function asText(result: CheckResult, pen: Pen): string {
  const entries = entriesOf(result);
  if (entries.length === 0) return `${nothing(result)}\n`;
  const parts = entries.map(({ contract: { name, owner }, lines }) => {
    const by = owner === undefined ? '' : `  ${paint(pen, 'dim', owner)}`;
    const changes = lines.flatMap((each) => changeAsText(each, pen, '  '));
    return [`${paint(pen, 'bold', name)}${by}`, ...changes, ''].join('\n');
  });
  return `Changes since ${result.baseline}: ${countOf(entries)}\n\n${parts.join('\n')}`;
}

/** `3 changes in 2 contracts, 1 breaking` */
function countOf(entries: readonly Entry[]): string {
  const lines = entries.flatMap((each) => each.lines);
  return `${counted(lines.length, 'change')} in ${counted(entries.length, 'contract')}, ${breaksCounted(lines)}`;
}

function asMarkdown(result: CheckResult): string {
  const entries = entriesOf(result);
  if (entries.length === 0) return `${words(nothing(result))}\n`;
  const parts = entries.map(({ contract, lines }) =>
    [`## ${words(contract.name)}`, lines.map(changeAsMarkdown).join('\n')].join('\n\n'),
  );
  return `# Changes since ${inline(result.baseline)}\n\n${countOf(entries)}.\n\n${parts.join('\n\n')}\n`;
}

function asJson(result: CheckResult): string {
  const contracts = entriesOf(result).map(({ contract }) => ({
    ...{ name: contract.name, path: contract.path, change: changeOf(contract) },
    ...changesInJson(contract),
  }));
  return `${JSON.stringify({ formatVersion: 1, since: result.baseline, contracts }, undefined, 2)}\n`;
}

const changeOf = (contract: CheckedContract): string =>
  isNew(contract) ? 'added' : contract.verdict === 'removed' ? 'removed' : 'changed';

export const changelogFormats: Readonly<Record<string, (result: CheckResult, pen: Pen) => string>> =
  { text: asText, markdown: asMarkdown, json: asJson };

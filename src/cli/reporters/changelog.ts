import { sidesInWords } from '#compat';
import type { CheckedContract, CheckResult } from '../check/check-result.js';
import { type MergedChange, mergedChanges } from '../check/merged-changes.js';
import { paint, type Pen } from '../paint.js';
import { inline, words } from './markdown-text.js';

interface Entry {
  readonly contract: CheckedContract;
  readonly changes: readonly MergedChange[];
}

const WHO: Readonly<Record<string, string>> = {
  'backward forward': 'breaks readers on either side',
  backward: 'breaks new readers of old events',
  forward: 'breaks old readers of new events',
};

/** Whom a change breaks, in a few words. */
function effectOf({ severity, isBreaking, isWarning, hurts }: MergedChange): string {
  const broken = (['backward', 'forward'] as const).filter((each) => severity[each] === 'breaking');
  if (broken.length > 0) return WHO[broken.join(' ')] ?? '';
  if (isBreaking) return `breaks ${hurts ? sidesInWords(hurts) : 'its readers'}`;
  return isWarning ? 'deserves a look' : 'breaks nobody';
}

const entriesOf = ({ contracts }: CheckResult): readonly Entry[] =>
  contracts
    .map((contract) => ({ contract, changes: mergedChanges(contract) }))
    .filter(
      ({ contract, changes }) =>
        contract.verdict === 'new' ||
        changes.length + contract.notes.length + contract.doubts.length > 0,
    );

/** New and lost contracts are one line; a change of the schema is one each. */
function linesOf({ contract, changes }: Entry): readonly { what: string; effect: string }[] {
  const { verdict, notes, doubts } = contract;
  return [
    ...(verdict === 'new' ? [{ what: 'It is new.', effect: 'breaks nobody' }] : []),
    ...changes.map((change) => ({ what: change.message, effect: effectOf(change) })),
    ...doubts.map(({ because, direction }) => ({
      what: because,
      effect: `undecided, ${direction}`,
    })),
    ...notes.map((note) => ({ what: note, effect: 'deserves a look' })),
  ];
}

const nothing = ({ baseline }: CheckResult): string => `Nothing changed since ${baseline}.`;

function asText(result: CheckResult, pen: Pen): string {
  const entries = entriesOf(result);
  if (entries.length === 0) return `${nothing(result)}\n`;
  const parts = entries.map((entry) => {
    const lines = linesOf(entry).map(({ what, effect }) => {
      const style = effect.startsWith('breaks nobody') ? 'green' : 'red';
      return `  ${what}  ${paint(pen, effect === 'deserves a look' ? 'yellow' : style, effect)}`;
    });
    return [paint(pen, 'bold', entry.contract.name), ...lines, ''].join('\n');
  });
  return `Changes since ${result.baseline}\n\n${parts.join('\n')}`;
}

function asMarkdown(result: CheckResult): string {
  const entries = entriesOf(result);
  if (entries.length === 0) return `${words(nothing(result))}\n`;
  const parts = entries.map((entry) =>
    [
      `## ${words(entry.contract.name)}`,
      linesOf(entry)
        .map(({ what, effect }) => `- ${words(what)} _${words(effect)}_`)
        .join('\n'),
    ].join('\n\n'),
  );
  return `# Changes since ${inline(result.baseline)}\n\n${parts.join('\n\n')}\n`;
}

function asJson(result: CheckResult): string {
  const contracts = entriesOf(result).map(({ contract, changes }) => ({
    ...{ name: contract.name, path: contract.path, change: changeOf(contract) },
    changes: changes.map((change) => ({ ...change, effect: effectOf(change) })),
    ...{ doubts: contract.doubts, notes: contract.notes },
  }));
  return `${JSON.stringify({ formatVersion: 1, since: result.baseline, contracts }, undefined, 2)}\n`;
}

const changeOf = ({ verdict }: CheckedContract): string =>
  verdict === 'new' ? 'added' : verdict === 'removed' ? 'removed' : 'changed';

export const changelogFormats: Readonly<Record<string, (result: CheckResult, pen: Pen) => string>> =
  { text: asText, markdown: asMarkdown, json: asJson };

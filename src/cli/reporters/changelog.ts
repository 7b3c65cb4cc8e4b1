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
        isNew(contract) || changes.length + contract.notes.length + contract.doubts.length > 0,
    );

interface Line {
  readonly what: string;
  readonly effect: string;
  /** Of what breaks: the smallest event that shows it. */
  readonly witness?: string;
}

/** New and lost contracts are one line; a change of the schema is one each. */
function linesOf({ contract, changes }: Entry): readonly Line[] {
  const { notes, doubts } = contract;
  return [
    ...(isNew(contract) ? [{ what: 'It is new.', effect: 'breaks nobody' }] : []),
    ...changes.map((change) => ({
      ...{ what: change.message, effect: effectOf(change) },
      ...(change.isBreaking && change.witness !== undefined ? { witness: change.witness } : {}),
    })),
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
    const lines = linesOf(entry).flatMap(({ what, effect, witness }) => {
      const { sign, style } = MARKS[weightOf(effect)];
      const line = `  ${paint(pen, style, sign)} ${what}  ${paint(pen, style, effect)}`;
      return witness === undefined ? [line] : [line, `      e.g. ${paint(pen, 'dim', witness)}`];
    });
    const { name, owner } = entry.contract;
    const by = owner === undefined ? '' : `  ${paint(pen, 'dim', owner)}`;
    return [`${paint(pen, 'bold', name)}${by}`, ...lines, ''].join('\n');
  });
  return `Changes since ${result.baseline}: ${countOf(entries)}\n\n${parts.join('\n')}`;
}

type Weight = 'breaks' | 'look' | 'safe';
const weightOf = (effect: string): Weight =>
  effect === 'breaks nobody' ? 'safe' : effect.startsWith('breaks') ? 'breaks' : 'look';
const MARKS = {
  breaks: { sign: '✗', style: 'red', circle: '🔴' },
  look: { sign: '!', style: 'yellow', circle: '🟡' },
  safe: { sign: '✓', style: 'green', circle: '🟢' },
} as const;

/** `3 changes in 2 contracts, 1 breaking` */
function countOf(entries: readonly Entry[]): string {
  const effects = entries.flatMap(linesOf).map(({ effect }) => effect);
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  const breaking = effects.filter((each) => weightOf(each) === 'breaks').length;
  const head = `${counted(effects.length, 'change')} in ${counted(entries.length, 'contract')}`;
  return breaking === 0 ? `${head}, none breaking` : `${head}, ${breaking} breaking`;
}

function asMarkdown(result: CheckResult): string {
  const entries = entriesOf(result);
  if (entries.length === 0) return `${words(nothing(result))}\n`;
  const parts = entries.map((entry) =>
    [
      `## ${words(entry.contract.name)}`,
      linesOf(entry)
        .map(({ what, effect, witness }) => {
          const event = witness === undefined ? '' : `, e.g. ${inline(witness)}`;
          return `- ${MARKS[weightOf(effect)].circle} ${words(what)} _${words(effect)}_${event}`;
        })
        .join('\n'),
    ].join('\n\n'),
  );
  return `# Changes since ${inline(result.baseline)}\n\n${countOf(entries)}.\n\n${parts.join('\n\n')}\n`;
}

function asJson(result: CheckResult): string {
  const contracts = entriesOf(result).map(({ contract, changes }) => ({
    ...{ name: contract.name, path: contract.path, change: changeOf(contract) },
    changes: changes.map((change) => ({ ...change, effect: effectOf(change) })),
    ...{ doubts: contract.doubts, notes: contract.notes },
  }));
  return `${JSON.stringify({ formatVersion: 1, since: result.baseline, contracts }, undefined, 2)}\n`;
}

const changeOf = (contract: CheckedContract): string =>
  isNew(contract) ? 'added' : contract.verdict === 'removed' ? 'removed' : 'changed';

/** What is new may be refused for its examples. */
const isNew = ({ verdict, against }: CheckedContract): boolean =>
  verdict === 'new' || (verdict === 'refused' && against.length === 0);

export const changelogFormats: Readonly<Record<string, (result: CheckResult, pen: Pen) => string>> =
  { text: asText, markdown: asMarkdown, json: asJson };

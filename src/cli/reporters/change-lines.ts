import { sidesInWords } from '#compat';
import type { CheckedContract } from '../check/check-result.js';
import { type MergedChange, mergedChanges } from '../check/merged-changes.js';
import { paint, type Pen } from '../paint.js';
import { inline, words } from './markdown-text.js';

/** One change in words, and whom it breaks. */
export interface ChangeLine {
  readonly what: string;
  readonly effect: string;
  /** Of what breaks: the smallest event that shows it. */
  readonly witness?: string;
}

export const NEW: ChangeLine = { what: 'It is new.', effect: 'breaks nobody' };

/** New and lost contracts are one line; a change of the schema is one each. */
export function changeLines(contract: CheckedContract): readonly ChangeLine[] {
  const { notes, doubts } = contract;
  return [
    ...(isNew(contract) ? [NEW] : []),
    ...mergedChanges(contract).map((change) => ({
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

/** What is new may be refused for its examples. */
export const isNew = ({ verdict, against }: CheckedContract): boolean =>
  verdict === 'new' || (verdict === 'refused' && against.length === 0);

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

/** What is told of a contract's changes in JSON. */
export const changesInJson = (contract: CheckedContract) => ({
  changes: mergedChanges(contract).map((each) => ({ ...each, effect: effectOf(each) })),
  doubts: contract.doubts,
  notes: contract.notes,
});

type Weight = 'breaks' | 'look' | 'safe';
const weightOf = ({ effect }: ChangeLine): Weight =>
  effect === 'breaks nobody' ? 'safe' : effect.startsWith('breaks') ? 'breaks' : 'look';
export const isBreak = (line: ChangeLine): boolean => weightOf(line) === 'breaks';

const MARKS = {
  breaks: { sign: '✗', style: 'red', circle: '🔴' },
  look: { sign: '!', style: 'yellow', circle: '🟡' },
  safe: { sign: '✓', style: 'green', circle: '🟢' },
} as const;

/** With the event that shows it, as a line of its own. */
export function changeAsText(change: ChangeLine, pen: Pen, indent: string): readonly string[] {
  const { what, effect, witness } = change;
  const { sign, style } = MARKS[weightOf(change)];
  const line = `${indent}${paint(pen, style, sign)} ${what}  ${paint(pen, style, effect)}`;
  if (witness === undefined) return [line];
  return [line, `${indent}    e.g. ${paint(pen, 'dim', witness)}`];
}

export function changeAsMarkdown(change: ChangeLine): string {
  const { what, effect, witness } = change;
  const event = witness === undefined ? '' : `, e.g. ${inline(witness)}`;
  return `- ${MARKS[weightOf(change)].circle} ${words(what)} _${words(effect)}_${event}`;
}

/** `…, 1 breaking` */
export function breaksCounted(lines: readonly ChangeLine[]): string {
  const breaking = lines.filter(isBreak).length;
  return breaking === 0 ? 'none breaking' : `${breaking} breaking`;
}

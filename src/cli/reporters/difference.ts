import { type DescribedChanges, describeChanges, type Direction } from '#compat';
import type { Severity } from '#kernel';
import { checkedContract } from '../check/checked-contract.js';
import { type Compared, verdictOf } from '../compare.js';
import type { Io } from '../io.js';
import { say } from '../io.js';
import type { Format } from '../options.js';
import { type Paint, paint } from '../paint.js';
import { contractAsText } from './check/text.js';

/** One change, and whom it hurts in either direction. */
interface Change {
  readonly message: string;
  readonly ruleId: string;
  readonly severity: Partial<Record<Direction, Severity>>;
}

/** Both directions, whatever the mode; then the verdict the mode asks for. */
export function showDifference(io: Io, format: Format, compared: Compared): void {
  const { old, source, report, meaning, reading } = compared;
  const described = describeChanges({
    old,
    new: source,
    assumption: report?.assumption ?? 'open-world',
    reading,
  });
  if (format === 'json')
    return say(
      io,
      JSON.stringify(
        { verdict: verdictOf(compared), changes: described, meaning, report },
        undefined,
        2,
      ),
    );
  showChanges(io, changesIn(described), meaning.length > 0);
  for (const { direction, undecidedBecause } of described)
    if (undecidedBecause !== undefined) say(io, `  ${direction}: undecided, ${undecidedBecause}`);
  say(io);
  say(io, contractAsText(checkedContract(compared), io));
}

function changesIn(described: readonly DescribedChanges[]): readonly Change[] {
  const changes = new Map<string, Change>();
  for (const { direction, findings } of described)
    for (const { ruleId, message, severity, oldPath, newPath } of findings) {
      const key = [ruleId, oldPath, newPath, message].join(' ');
      const known = changes.get(key)?.severity;
      changes.set(key, { ruleId, message, severity: { ...known, [direction]: severity } });
    }
  return [...changes.values()];
}

const WORDS: Readonly<Record<Severity, readonly [word: string, style: Paint]>> = {
  breaking: ['breaks', 'red'],
  warning: ['look', 'yellow'],
  info: ['safe', 'green'],
};
const HEADS: Readonly<Record<Direction, string>> = {
  backward: 'new readers of old events',
  forward: 'old readers of new events',
};
const CELL = 10;

function showChanges(io: Io, changes: readonly Change[], isMeaningChanged: boolean): void {
  if (changes.length === 0)
    return say(
      io,
      isMeaningChanged
        ? 'Nothing changed in the schema.'
        : 'Nothing changed that an event could feel.',
    );
  say(io, paint(io, 'bold', `${'backward'.padEnd(CELL)}${'forward'.padEnd(CELL)}change`));
  for (const { message, ruleId, severity } of changes)
    say(
      io,
      `${cell(io, severity.backward)}${cell(io, severity.forward)}${message}  ${paint(io, 'dim', ruleId)}`,
    );
  say(io, paint(io, 'dim', `backward: ${HEADS.backward}; forward: ${HEADS.forward}`));
}

function cell(io: Io, severity: Severity | undefined): string {
  const [word, style] = severity ? WORDS[severity] : (['-', 'dim'] as const);
  return paint(io, style, word) + ' '.repeat(CELL - word.length);
}

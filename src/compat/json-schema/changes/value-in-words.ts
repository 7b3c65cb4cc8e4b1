import { invariant } from '#kernel';
import { type Json, toText } from '../json.js';

const CHARACTERS_MAX = 60;
/** How much of what stayed is shown before what changed. */
const CHARACTERS_BEFORE = 12;

function textOf(value: Json | undefined): string {
  invariant(value !== undefined, 'what is told of a place stands there');
  return toText(value);
}

/** A schema value short enough for a sentence. */
export function valueInWords(value: Json | undefined): string {
  const text = textOf(value);
  return text.length <= CHARACTERS_MAX ? text : `${text.slice(0, CHARACTERS_MAX - 1)}…`;
}

/**
 * Two values of which the second took the place of the first. Where both are cut before they
 * differ, what is shown begins shortly before.
 */
export function exchangedInWords(
  old: Json | undefined,
  changed: Json | undefined,
): readonly [string, string] {
  const [before, after] = [textOf(old), textOf(changed)];
  const start = commonPrefix(before, after) - CHARACTERS_BEFORE;
  const isShown = start + CHARACTERS_BEFORE < CHARACTERS_MAX - CHARACTERS_BEFORE;
  const isShort = Math.max(before.length, after.length) <= CHARACTERS_MAX;
  if (isShort || isShown) return [valueInWords(old), valueInWords(changed)];
  return [cutFrom(before, start), cutFrom(after, start)];
}

const commonPrefix = (one: string, other: string): number => {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
};

/** Never between the two halves of a character. */
function cutFrom(text: string, start: number): string {
  const end = start + CHARACTERS_MAX - 2;
  const cut = text
    .slice(start, end)
    .toWellFormed()
    .replace(/^\uFFFD|\uFFFD$/, '');
  return `…${cut}${end < text.length ? '…' : ''}`;
}

/** At most five values, then how many more. */
export function listInWords(values: readonly Json[]): string {
  const shown = values.slice(0, 5).map(valueInWords).join(', ');
  return values.length > 5 ? `${shown} and ${values.length - 5} more` : shown;
}

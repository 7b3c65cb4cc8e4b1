import { type Json, toText } from '../json.js';

const CHARACTERS_MAX = 60;

/** A schema value short enough for a sentence. */
export function valueInWords(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = toText(value);
  return text.length <= CHARACTERS_MAX ? text : `${text.slice(0, CHARACTERS_MAX - 1)}…`;
}

/** At most five values, then how many more. */
export function listInWords(values: readonly Json[]): string {
  const shown = values.slice(0, 5).map(valueInWords).join(', ');
  return values.length > 5 ? `${shown} and ${values.length - 5} more` : shown;
}

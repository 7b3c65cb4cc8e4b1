import { escapeToken } from '../library.js';
import type { Path } from './change.js';

/** Keywords after which the next step is a name of something, not a keyword. */
const NAMING = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependentSchemas',
  'dependencies',
]);
const ITEMS = new Set(['items', 'prefixItems', 'additionalItems', 'contains', 'unevaluatedItems']);

export const pointerOf = (path: Path): string =>
  path.map((step) => `/${escapeToken(step)}`).join('');

/** Where in an event a schema speaks, for people: `/customer/email`, `/lines/*`, `the event`. */
export function placeInWords(path: Path): string {
  let words = '';
  let definition = '';
  for (let at = 0; at < path.length; at++) {
    const step = path[at] as string;
    const name = path[at + 1];
    if (step === 'properties' && name !== undefined) words += `/${escapeToken(name)}`;
    else if ((step === 'definitions' || step === '$defs') && name !== undefined) {
      [words, definition] = ['', name];
    } else if (step === 'patternProperties' && name !== undefined) words += `/${name}`;
    else if (ITEMS.has(step)) words += '/*';
    if (NAMING.has(step)) at++;
  }
  if (definition !== '')
    return words === ''
      ? `the definition "${definition}"`
      : `${words} of the definition "${definition}"`;
  return words === '' ? 'the event' : words;
}

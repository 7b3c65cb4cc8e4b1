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

/** What a condition or a branch is called. */
function branchInWords(step: string, next: string | undefined): string | undefined {
  if (step === 'anyOf' || step === 'oneOf') return next && `alternative ${Number(next) + 1}`;
  return ['not', 'if', 'then', 'else'].includes(step) ? `"${step}"` : undefined;
}

/**
 * Where in an event a schema speaks, for people: `/customer/email`, `/lines/*`, `the event`. In a document
 * that is referred to, where in what it describes.
 */
export function placeInWords(path: Path, document?: string): string {
  let words = '';
  let definition = '';
  const branches: string[] = [];
  for (let at = 0; at < path.length; at++) {
    const step = path[at] as string;
    const next = path[at + 1];
    const branch = branchInWords(step, next);
    if (branch !== undefined) branches.push(branch);
    if (step === 'properties' && next !== undefined) words += `/${escapeToken(next)}`;
    else if (step === 'patternProperties' && next !== undefined) words += `/${next}`;
    else if (ITEMS.has(step)) words += '/*';
    else if ((step === 'definitions' || step === '$defs') && next !== undefined) {
      [words, definition] = ['', `the definition "${next}"`];
    }
    if (NAMING.has(step)) at++;
  }
  const whole = document === undefined ? 'the event' : `the schema "${document}"`;
  const holder = [definition, ...(document === undefined ? [] : [whole])].filter(Boolean);
  const place = [...(words ? [words] : []), ...holder].join(' of ') || whole;
  return branches.length > 0 ? `${place} (in ${branches.join(', ')})` : place;
}

import { appendPointer, parsePointer } from '../json-pointer.js';

/** Words that hold a part of the event which is shown in a line of its own. */
const OPENING = new Set([
  ...['patternProperties', 'additionalProperties', 'unevaluatedProperties', 'items', 'prefixItems'],
  ...['additionalItems', 'unevaluatedItems', 'oneOf', 'anyOf', 'then', 'else'],
]);

/**
 * The field a place in a JSON Schema is about, where its pointer alone says so: it goes from member to
 * member and no further than one word into the last; empty for the event as a whole. Nothing where the
 * schema has to be read for it: what a reference leads to, a part of a list, an alternative.
 *
 * @example memberPath('/properties/order/properties/id/minLength') // '/order/id'
 */
export function memberPath(pointer: string): string | undefined {
  const tokens = [...(parsePointer(pointer) ?? [pointer, pointer])];
  let path = '';
  while (tokens[0] === 'properties' && tokens.length > 1) {
    path = appendPointer(path, ...tokens.slice(1, 2));
    tokens.splice(0, 2);
  }
  const [word, ...deeper] = tokens;
  const isInside = deeper.length > 0 || (word !== undefined && OPENING.has(word));
  return isInside ? undefined : path;
}

import { invariant } from '#kernel';

/**
 * JSON Pointers (RFC 6901): `~` is written `~0`, `/` is written `~1`, the empty pointer is the
 * whole document.
 */

/** One key or index as it stands inside a pointer. */
export const escapePointerToken = (token: string): string =>
  token.includes('~') || token.includes('/')
    ? token.replaceAll('~', '~0').replaceAll('/', '~1')
    : token;

/** The pointer one step further down. */
export function appendPointer(pointer: string, ...tokens: readonly (string | number)[]): string {
  let appended = pointer;
  for (const token of tokens) appended += `/${escapePointerToken(String(token))}`;
  return appended;
}

/** Tokens of a pointer, unescaped; `undefined` when the text is not a pointer. */
export function parsePointer(pointer: string): readonly string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Tokens of a pointer that was made or checked here. */
export function pointerTokens(pointer: string): readonly string[] {
  const tokens = parsePointer(pointer);
  invariant(tokens, 'pointers of events were checked where they were read');
  return tokens;
}

/** Array positions are written without leading zeros (RFC 6901 §4). */
const INDEX = /^(0|[1-9]\d*)$/;

/** One step down; `undefined` where there is no such member. Inherited members do not count. */
export function stepInto(value: unknown, token: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value))
    return INDEX.test(token) ? (value as unknown[])[Number(token)] : undefined;
  return Object.hasOwn(value, token) ? (value as Record<string, unknown>)[token] : undefined;
}

/**
 * The value at a pointer, or `undefined` when there is none.
 *
 * @example valueAtPointer({ order: { lines: [7] } }, '/order/lines/0') // 7
 */
export function valueAtPointer(document: unknown, pointer: string): unknown {
  const tokens = parsePointer(pointer);
  return tokens?.reduce(stepInto, document);
}

import { limits } from '#kernel';

/** A string of structured fields (RFC 9651 §3.3.3), as the draft has it. */
const QUOTED = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/;
/** As most clients write it all the same. */
const BARE = /^[!#-[\]-~]+$/;

/** The name a request has, without its quotes; `undefined` where it has none, `null` where nobody can read it. */
export function idempotencyKey(
  header: string | readonly string[] | undefined,
): string | null | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string') return null;
  const quoted = QUOTED.exec(header)?.[1]?.replace(/\\(["\\])/g, '$1');
  const key = quoted ?? (BARE.test(header) ? header : '');
  const isTooLong = key.length > limits.idempotencyKeyCharacters.value;
  return key === '' || isTooLong ? null : key;
}

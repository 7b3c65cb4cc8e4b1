import { parsePointer } from '#schema';

/** A reference is an address, a `#` and the place in what is there; either may be missing. */
export function partsOf(reference: string): { address: string; fragment: string } {
  const hash = `${reference}#`.indexOf('#');
  return { address: reference.slice(0, hash), fragment: reference.slice(hash + 1) };
}

/** The tokens a reference into its own document names: `#/a/b%20c` → a, “b c”. */
export function localTokens(reference: string): readonly string[] | undefined {
  if (reference !== '#' && !reference.startsWith('#/')) return undefined;
  try {
    return parsePointer(decodeURIComponent(reference.slice(1)));
  } catch {
    return undefined;
  }
}

/** What a reference says beyond a place above it, as it was written; nothing where it is elsewhere. */
export function beyond(reference: string, above: readonly string[]): string | undefined {
  const tokens = localTokens(reference);
  if (!tokens || above.some((token, index) => tokens[index] !== token)) return undefined;
  const written = reference
    .replace(/%2f/gi, '/')
    .split('/')
    .slice(above.length + 1);
  return written.map((token) => `/${token}`).join('');
}

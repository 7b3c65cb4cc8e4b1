import { canonicalValue } from '#schema';

/** Kinds of JSON values from low to high, so that any two values can be compared. */
const rankOf = (value: unknown): number => {
  if (value === null || value === undefined) return 0;
  if (Array.isArray(value)) return 4;
  return { boolean: 1, number: 2, string: 3 }[typeof value as string] ?? 5;
};

/**
 * Negative, zero or positive, as for sorting: false before true, numbers by size, texts by code unit,
 * everything else by its canonical text. Total, so that whoever compares first finds the same.
 */
export function compareJson(a: unknown, b: unknown): number {
  const [low, high] = [rankOf(a), rankOf(b)];
  if (low !== high) return low - high;
  if (low === 1 || low === 2) return Number(a) - Number(b);
  const [mine, theirs] = low === 3 ? [String(a), String(b)] : [a, b].map(canonicalValue);
  return mine === theirs ? 0 : String(mine) < String(theirs) ? -1 : 1;
}

export const isSame = (a: unknown, b: unknown): boolean => canonicalValue(a) === canonicalValue(b);

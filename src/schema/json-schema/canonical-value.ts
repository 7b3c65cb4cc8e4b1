/**
 * A text that two JSON values share exactly when they are equal by JSON Schema (core §4.2.2):
 * members in any order, `1.0` is `1`, `-0` is `0`. Values are events, so the depth is not trusted: a value
 * deeper than the stack throws RangeError like any other recursion, and the caller answers it.
 */
export function canonicalValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalValue).join(',')}]`;
  const members = Object.entries(value).map(
    ([name, inner]) => [name, canonicalValue(inner)] as const,
  );
  // By code unit: any total order does, as long as it never depends on a locale.
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, inner]) => `${JSON.stringify(name)}:${inner}`).join(',')}}`;
}

import { appendPointer, nodesAt, type SchemaNode } from '#schema';

const HIDDEN = '●●●';
/** Items up to here may be described one by one; later ones are looked up together. */
const TUPLE = 16;

/**
 * A copy in which every value the schema knows nothing of is hidden: nobody has said that it is
 * not personal, and refused events are where such fields turn up. Names stay, so that the fault
 * can be found.
 */
export function hideUndeclared(event: unknown, tree: SchemaNode): unknown {
  const known = new Map<string, boolean>();
  const isUndeclared = (place: string): boolean => {
    const before = known.get(place);
    if (before !== undefined) return before;
    const now = nodesAt(tree, place)?.length === 0;
    known.set(place, now);
    return now;
  };
  const copy = (value: unknown, place: string): unknown => {
    if (isUndeclared(place)) return HIDDEN;
    if (Array.isArray(value))
      return value.map((item, i) => copy(item, appendPointer(place, i < TUPLE ? i : '*')));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, copy(inner, appendPointer(place, name))]),
    );
  };
  return copy(event, '');
}

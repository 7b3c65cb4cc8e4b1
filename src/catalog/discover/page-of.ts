import { type Cursor, writeCursor } from './cursor.js';
import { comparePlaces, type Found, placeOf } from './search-entries.js';

export interface Page {
  readonly from: number;
  readonly rows: readonly Found[];
  readonly next?: string;
  readonly previous?: string;
}

/** A window on the sorted rows; a cursor whose row is gone still stands between two others. */
export function pageOf(found: readonly Found[], cursor: Cursor | undefined, limit: number): Page {
  const from = cursor ? startOf(found, cursor, limit) : 0;
  const rows = found.slice(from, from + limit);
  const [first, last] = [rows[0], rows.at(-1)];
  return {
    from,
    rows,
    ...(last &&
      from + rows.length < found.length && {
        next: writeCursor({ direction: 'after', place: placeOf(last) }),
      }),
    ...(first &&
      from > 0 && { previous: writeCursor({ direction: 'before', place: placeOf(first) }) }),
  };
}

function startOf(found: readonly Found[], { direction, place }: Cursor, limit: number): number {
  const isFirst = (row: Found) =>
    direction === 'after'
      ? comparePlaces(placeOf(row), place) > 0
      : comparePlaces(placeOf(row), place) >= 0;
  const edge = firstWhere(found, isFirst);
  if (direction === 'before') return Math.max(0, edge - limit);
  // Everything after the cursor may have gone meanwhile: the last page is better than none.
  return edge < found.length ? edge : Math.max(0, found.length - limit);
}

/** By halves: the rows are sorted, so that all from the first on are such. */
function firstWhere(found: readonly Found[], isSuch: (row: Found) => boolean): number {
  let [low, high] = [0, found.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = found[middle];
    if (row && isSuch(row)) high = middle;
    else low = middle + 1;
  }
  return low;
}

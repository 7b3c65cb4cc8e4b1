import type { IndexEntry } from './index-entry.js';

const PIECE = 3;
/** Less in common than this is chance: every id has a dot, and most have a verb. */
const ALIKE = 0.28;

/** Three letters at a time; edges of words count, so that beginnings weigh more. */
function piecesOf(text: string): ReadonlySet<string> {
  const pieces = new Set<string>();
  for (const word of text.toLowerCase().split(/[^\p{L}\p{N}]+/u)) {
    if (word === '') continue;
    const edged = ` ${word} `;
    for (let i = 0; i + PIECE <= edged.length; i++) pieces.add(edged.slice(i, i + PIECE));
  }
  return pieces;
}

/** What two names have in common, of all that either has: 0 to 1. */
function alikeness(wanted: ReadonlySet<string>, name: string): number {
  const pieces = piecesOf(name);
  let shared = 0;
  for (const piece of pieces) if (wanted.has(piece)) shared++;
  return pieces.size === 0 ? 0 : shared / (wanted.size + pieces.size - shared);
}

/**
 * Events whose id or name is like one that is not there. By pieces, not by letters to change: ids
 * are long, and who remembers one wrongly swaps its words.
 */
export function nearestEntries(
  entries: readonly IndexEntry[],
  name: string,
  most: number,
): readonly IndexEntry[] {
  const wanted = piecesOf(name);
  if (wanted.size === 0) return [];
  return entries
    .map((entry) => {
      const { id, name } = entry.row;
      return { entry, alike: Math.max(alikeness(wanted, id), alikeness(wanted, name)) };
    })
    .filter(({ alike }) => alike >= ALIKE)
    .sort((a, b) => b.alike - a.alike)
    .slice(0, most)
    .map(({ entry }) => entry);
}

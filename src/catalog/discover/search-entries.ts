import type { Facet, FacetValue, MatchedField } from '../answers.js';
import type { IndexEntry } from './index-entry.js';

export interface DiscoverQuestion {
  readonly q: string;
  readonly facets: Readonly<Record<Facet, readonly string[]>>;
}

export interface Found {
  readonly entry: IndexEntry;
  /** 0 in the name, 1 in what identifies it, 2 in a field. */
  readonly rank: number;
}

export interface SearchOutcome {
  readonly found: readonly Found[];
  readonly facets: Readonly<Record<Facet, readonly FacetValue[]>>;
}

export const FACETS: readonly Facet[] = ['domain', 'owner', 'status', 'format', 'tag'];
const MATCHED_MAX = 3;

export const wordsOf = (q: string): readonly string[] =>
  q.toLowerCase().split(/\s+/).filter(Boolean);

/** Every word must be found; within a facet any chosen value will do. Best first, then by name. */
export function searchEntries(
  entries: readonly IndexEntry[],
  { q, facets }: DiscoverQuestion,
): SearchOutcome {
  const words = wordsOf(q);
  const matching = entries
    .filter(({ all }) => words.every((word) => all.includes(word)))
    .map((entry) => ({ entry, rank: rankOf(entry, words) }));
  const chosen = FACETS.filter((facet) => facets[facet].length > 0);
  const isChosen = ({ entry }: Found, facet: Facet) =>
    valuesOf(entry, facet).some((value) => facets[facet].includes(value));
  return {
    found: matching
      .filter((found) => chosen.every((facet) => isChosen(found, facet)))
      .sort(inOrder),
    // A facet counts what choosing it would give: all the others applied, not itself.
    facets: Object.fromEntries(
      FACETS.map((facet) => [
        facet,
        count(
          matching.filter((found) =>
            chosen.every((other) => other === facet || isChosen(found, other)),
          ),
          facet,
        ),
      ]),
    ) as Record<Facet, readonly FacetValue[]>,
  };
}

function rankOf({ title, identity }: IndexEntry, words: readonly string[]): number {
  if (words.every((word) => title.includes(word))) return 0;
  return words.every((word) => identity.includes(word)) ? 1 : 2;
}

export type Place = readonly [rank: number, name: string, id: string];

export const placeOf = ({ rank, entry }: Found): Place => [rank, entry.row.name, entry.row.id];

/** Code units, not a locale: the same on every machine, so a cursor means the same everywhere. */
export function comparePlaces(one: Place, other: Place): number {
  for (const i of [0, 1, 2] as const) {
    const [a, b] = [one[i], other[i]];
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

const inOrder = (one: Found, other: Found) => comparePlaces(placeOf(one), placeOf(other));

function valuesOf(entry: IndexEntry, facet: Facet): readonly string[] {
  if (facet === 'tag') return entry.published.contract.tags;
  return [entry.row[facet] ?? 'none'];
}

function count(found: readonly Found[], facet: Facet): readonly FacetValue[] {
  const counts = new Map<string, number>();
  for (const { entry } of found) {
    for (const value of new Set(valuesOf(entry, facet)))
      counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** The fields that explain why an event was found, where its name and owner do not. */
export function matchedFields(entry: IndexEntry, q: string): readonly MatchedField[] {
  const open = wordsOf(q).filter((word) => !entry.identity.includes(word));
  if (open.length === 0) return [];
  return entry.fields
    .map((field) => ({ field, hits: open.filter((word) => field.text.includes(word)).length }))
    .filter(({ hits }) => hits > 0)
    .sort((a, b) => b.hits - a.hits || a.field.path.length - b.field.path.length)
    .slice(0, MATCHED_MAX)
    .map(({ field: { path, description } }) => ({
      path,
      ...(description !== undefined && { description }),
    }));
}

import type { Facet, FacetValue } from '../answers.js';
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

/** Ids of the events that have a word in a field or in what is said of it. */
export type FieldHits = ReadonlyMap<string, ReadonlySet<string>>;

export const FACETS: readonly Facet[] = [
  ...(['domain', 'owner', 'status', 'format', 'tag'] as const),
  ...(['producer', 'consumer'] as const),
];

/** What is known of events beside their contracts. */
export interface KnownBeside {
  readonly hits: FieldHits;
  /** Who declares to read an event, by its id. */
  readonly readers: ReadonlyMap<string, readonly string[]>;
}

export const wordsOf = (q: string): readonly string[] =>
  q.toLowerCase().split(/\s+/).filter(Boolean);

/**
 * Every word must be found; within a facet any chosen value will do. Best first, then by name.
 * @param entries in order of their names
 */
export function searchEntries(
  entries: readonly IndexEntry[],
  { q, facets }: DiscoverQuestion,
  { hits, readers }: KnownBeside,
): SearchOutcome {
  const matching = matchesOf(entries, wordsOf(q), hits);
  const chosen = FACETS.filter((facet) => facets[facet].length > 0);
  const isChosen = ({ entry }: Found, facet: Facet) =>
    valuesOf(entry, facet, readers).some((value) => facets[facet].includes(value));
  const chosenBut = (left?: Facet): readonly Found[] => {
    const others = chosen.filter((facet) => facet !== left);
    if (others.length === 0) return matching;
    return matching.filter((found) => others.every((facet) => isChosen(found, facet)));
  };
  const found = chosenBut();
  // A facet counts what choosing it would give: all the others applied, not itself.
  const counted = FACETS.map((facet) => {
    const others = chosen.includes(facet) ? chosenBut(facet) : found;
    return [facet, count(others, ({ entry }) => valuesOf(entry, facet, readers))];
  });
  return {
    found,
    facets: Object.fromEntries(counted) as Record<Facet, readonly FacetValue[]>,
  };
}

function matchesOf(
  entries: readonly IndexEntry[],
  words: readonly string[],
  hits: FieldHits,
): readonly Found[] {
  const byRank: [Found[], Found[], Found[]] = [[], [], []];
  for (const entry of entries) {
    const rank = rankOf(entry, words, hits);
    if (rank !== undefined) byRank[rank].push({ entry, rank });
  }
  return byRank.flat();
}

function rankOf({ title, identity, row }: IndexEntry, words: readonly string[], hits: FieldHits) {
  if (words.every((word) => title.includes(word))) return 0;
  if (words.every((word) => identity.includes(word))) return 1;
  const isFound = (word: string) => identity.includes(word) || hits.get(word)?.has(row.id) === true;
  return words.every(isFound) ? 2 : undefined;
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

function valuesOf(
  { contract, row }: IndexEntry,
  facet: Facet,
  readers: KnownBeside['readers'],
): readonly string[] {
  if (facet === 'tag') return contract.tags;
  if (facet === 'consumer') return readers.get(row.id) ?? [];
  if (facet === 'producer')
    return contract.producers.flatMap(({ principal, source }) => principal ?? source ?? []);
  return [row[facet] ?? 'none'];
}

function count(
  found: readonly Found[],
  valuesIn: (each: Found) => readonly string[],
): readonly FacetValue[] {
  const counts = new Map<string, number>();
  for (const each of found) {
    const values = valuesIn(each);
    for (const value of values.length > 1 ? new Set(values) : values)
      counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

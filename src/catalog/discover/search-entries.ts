import type { Facet, FacetValue } from '../answers.js';
import type { IndexEntry } from './index-entry.js';

export interface DiscoverQuestion {
  readonly q: string;
  readonly facets: Readonly<Record<Facet, readonly string[]>>;
}

export interface Found {
  readonly entry: IndexEntry;
  /** 0 in the name, 1 in what identifies it, 2 in a field; and a half more where it is about to go. */
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
  ...(['producer', 'consumer', 'personal', 'enforcement'] as const),
];

/** What is known of events beside their contracts. */
export interface KnownBeside {
  readonly hits: FieldHits;
  /** Who declares to read an event, by its id. */
  readonly readers: ReadonlyMap<string, readonly string[]>;
}

export const wordsOf = (q: string): readonly string[] =>
  q.toLowerCase().split(/\s+/).filter(Boolean);

/** Every word must be found. Best first, and what stays before what goes, then by name. @param entries in order of their names */
export const matchEntries = (
  entries: readonly IndexEntry[],
  q: string,
  { hits, readers }: KnownBeside,
): Matches => new Matches(matchesOf(entries, wordsOf(q), hits), readers);

/** What was found, whatever is chosen of it: counted once by each facet, as nearly all who ask need it. */
export class Matches {
  private readonly byFacet = new Map<Facet, ReadonlyMap<string, readonly Found[]>>();
  private readonly counts = new Map<Facet, readonly FacetValue[]>();

  constructor(
    private readonly found: readonly Found[],
    private readonly readers: KnownBeside['readers'],
  ) {}

  /** Within a facet any chosen value will do. */
  choose(facets: DiscoverQuestion['facets']): SearchOutcome {
    const chosen = FACETS.filter((facet) => facets[facet].length > 0);
    const found = this.narrowed(facets, chosen);
    // A facet counts what choosing it would give: all the others applied, not itself.
    const counted = FACETS.map((facet) => {
      const others = chosen.filter((each) => each !== facet);
      if (others.length === 0) return [facet, this.counted(facet)];
      const left = others.length < chosen.length ? this.narrowed(facets, others) : found;
      return [facet, count(this.valuesOf(facet, left))];
    });
    return { found, facets: Object.fromEntries(counted) as SearchOutcome['facets'] };
  }

  private narrowed(facets: DiscoverQuestion['facets'], chosen: readonly Facet[]): readonly Found[] {
    return chosen.reduce((left, facet) => {
      const [value = '', ...more] = facets[facet];
      const having = (each: string) => this.valuesOf(facet).get(each) ?? [];
      if (more.length === 0 && left === this.found) return having(value);
      const allowed = new Set(facets[facet].flatMap(having));
      return left.filter((each) => allowed.has(each));
    }, this.found);
  }

  private counted(facet: Facet): readonly FacetValue[] {
    const counts = this.counts.get(facet) ?? count(this.valuesOf(facet));
    this.counts.set(facet, counts);
    return counts;
  }

  /** In the order they were found. */
  private valuesOf(facet: Facet, found?: readonly Found[]): ReadonlyMap<string, readonly Found[]> {
    if (found) return byValue(found, (each) => valuesOf(each.entry, facet, this.readers));
    const known = this.byFacet.get(facet) ?? this.valuesOf(facet, this.found);
    this.byFacet.set(facet, known);
    return known;
  }
}

function matchesOf(
  entries: readonly IndexEntry[],
  words: readonly string[],
  hits: FieldHits,
): readonly Found[] {
  const byRank = new Map<number, Found[]>();
  for (const entry of entries) {
    const rank = rankOf(entry, words, hits);
    if (rank === undefined) continue;
    const isGoing = words.length > 0 && GOING.has(entry.row.status);
    const place = isGoing ? rank + 0.5 : rank;
    const found = byRank.get(place) ?? [];
    if (found.length === 0) byRank.set(place, found);
    found.push({ entry, rank: place });
  }
  return [...byRank].sort(([one], [other]) => one - other).flatMap(([, found]) => found);
}

/** Of events that look alike, who searches wants the one that stays. */
const GOING = new Set<IndexEntry['row']['status']>(['deprecated', 'sunset', 'retired']);

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
  { contract, personal, row }: IndexEntry,
  facet: Facet,
  readers: KnownBeside['readers'],
): readonly string[] {
  if (facet === 'tag') return contract.tags;
  if (facet === 'consumer') return readers.get(row.id) ?? [];
  if (facet === 'personal') return personal;
  if (facet === 'enforcement') return [contract.enforcement.mode];
  if (facet === 'producer')
    return contract.producers.flatMap(({ principal, source }) => principal ?? source ?? []);
  return [row[facet] ?? 'none'];
}

function byValue(
  found: readonly Found[],
  valuesIn: (each: Found) => readonly string[],
): ReadonlyMap<string, readonly Found[]> {
  const places = new Map<string, Found[]>();
  for (const each of found) {
    const values = valuesIn(each);
    for (const value of values.length > 1 ? new Set(values) : values) {
      const place = places.get(value);
      if (place) place.push(each);
      else places.set(value, [each]);
    }
  }
  return places;
}

const count = (places: ReadonlyMap<string, readonly Found[]>): readonly FacetValue[] =>
  [...places]
    .map(([value, { length }]) => ({ value, count: length }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));

import type { Facet } from '../api/answers';
import { many, one, type RawSearch } from '../shell/search-text';
import { shownIn } from '../shell/shown-whole';

/** Every state of the list that a colleague should see when handed the address. */
export interface DiscoverSearch {
  readonly q?: string;
  readonly domain?: readonly string[];
  readonly owner?: readonly string[];
  readonly status?: readonly string[];
  readonly format?: readonly string[];
  readonly tag?: readonly string[];
  readonly producer?: readonly string[];
  readonly consumer?: readonly string[];
  readonly personal?: readonly string[];
  readonly enforcement?: readonly string[];
  /** Opaque; from the server’s last answer. */
  readonly cursor?: string;
  /** Facets that are unfolded, with the part of a name they are narrowed to: `owner:pay`. */
  readonly all?: readonly string[];
  /** On a phone: what narrows the list is unfolded. */
  readonly facets?: 'shown';
}

export const FACETS: readonly Facet[] = [
  ...(['domain', 'owner', 'status', 'format', 'tag'] as const),
  ...(['producer', 'consumer', 'personal', 'enforcement'] as const),
];

/** Keeps what is known and well formed; an address typed by hand never breaks the page. */
export function readDiscoverSearch(raw: RawSearch): DiscoverSearch {
  const read = {
    q: one(raw['q']),
    domain: many(raw['domain']),
    owner: many(raw['owner']),
    status: many(raw['status']),
    format: many(raw['format']),
    tag: many(raw['tag']),
    producer: many(raw['producer']),
    consumer: many(raw['consumer']),
    personal: many(raw['personal']),
    enforcement: many(raw['enforcement']),
    cursor: one(raw['cursor']),
    all: shownIn(raw['all'], FACETS),
    facets: raw['facets'] === 'shown' ? 'shown' : undefined,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

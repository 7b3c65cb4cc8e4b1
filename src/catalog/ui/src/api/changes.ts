import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ChangesSearch } from '../changes/changes-search';
import { stringifySearch } from '../shell/search-text';
import { fetchJson } from './fetch-json';
import { live } from './live';

type ChangeClass =
  | ('breaks-readers' | 'breaks-writers' | 'breaks-both')
  | ('undecided' | 'meaning-only' | 'compatible');

export interface ToldChange {
  readonly key: string;
  readonly at: string;
  readonly by: string;
  readonly kinds: readonly string[];
  readonly sentence: string;
  readonly reason?: string;
  readonly event?: { readonly id: string; readonly name: string; readonly owner: string };
  readonly version?: number;
  readonly effect?: {
    readonly class: ChangeClass;
    readonly says: string;
    readonly changes: number;
    readonly breaking: number;
    readonly first?: string;
  };
}

interface ChangeFacet {
  readonly value: string;
  readonly word: string;
  readonly count: number;
}

export interface ChangesAnswer {
  readonly since?: string;
  readonly until?: string;
  readonly contract?: { readonly id: string; readonly name: string };
  readonly total: number;
  readonly catalogSize: number;
  readonly facets: Readonly<Record<'kind' | 'team' | 'reads', readonly ChangeFacet[]>>;
  readonly changes: readonly ToldChange[];
  readonly next?: string;
}

/** After a week away one looks at a week; of one event at everything. */
export const sinceOf = ({ since, contract }: ChangesSearch): string =>
  since ?? (contract === undefined ? '7d' : 'all');

/** What is asked for, as both the page and the feed ask for it. */
export function askedOf(search: ChangesSearch, since: string): string {
  const { until, contract, kind, team, reads, after } = search;
  const from = since === 'all' ? undefined : since;
  return stringifySearch({ since: from, until, contract, kind, team, reads, cursor: after });
}

/** Whom a version breaks is worked out once somebody looks. */
const isBeingWorkedOut = ({ version = 1, effect }: ToldChange) => version > 1 && !effect;
const SOON_MS = 1_000;

export const changesQuery = (search: ChangesSearch) => {
  const asked = askedOf(search, sinceOf(search));
  return queryOptions({
    ...live,
    queryKey: ['changes', asked],
    queryFn: ({ signal }) => fetchJson<ChangesAnswer>(`/catalog/v1/changes${asked}`, signal),
    placeholderData: keepPreviousData,
    refetchInterval: (query) =>
      query.state.data?.changes.some(isBeingWorkedOut) && query.state.error === null
        ? SOON_MS
        : live.refetchInterval(query),
  });
};

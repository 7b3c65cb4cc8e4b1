import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { DiscoverSearch } from '../discover/discover-search';
import type {
  ActivityAnswer,
  ContractAnswer,
  DiffAnswer,
  DiscoverAnswer,
  RefusalAnswer,
} from './answers';
import { fetchJson } from './fetch-json';

/** Counters move while one looks; a hidden tab asks nothing. */
const LIVE_MS = 2_000;
export const PAGE_ROWS = 100;

const idOf = (id: string) => encodeURIComponent(id);

/** What the list shows for one state of its address. */
export const discoverQuery = (search: DiscoverSearch) => {
  const asked = new URLSearchParams({ limit: String(PAGE_ROWS) });
  if (search.q) asked.set('q', search.q);
  if (search.cursor) asked.set('cursor', search.cursor);
  for (const facet of ['domain', 'owner', 'status'] as const) {
    for (const value of search[facet] ?? []) asked.append(facet, value);
  }
  const address = `/catalog/v1/events?${asked.toString()}`;
  return queryOptions({
    queryKey: ['discover', address],
    queryFn: ({ signal }) => fetchJson<DiscoverAnswer>(address, signal),
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  });
};

/** What one version of a contract says; changes only when somebody publishes. */
export const contractQuery = (id: string, version?: number) => {
  const address = `/catalog/v1/events/${idOf(id)}${version ? `/versions/${version}` : ''}`;
  return queryOptions({
    queryKey: ['contract', id, version ?? 'latest'],
    queryFn: ({ signal }) => fetchJson<ContractAnswer>(address, signal),
    staleTime: 30_000,
  });
};

/** What the gateway did with events of it lately. */
export const activityQuery = (id: string) =>
  queryOptions({
    queryKey: ['activity', id],
    queryFn: ({ signal }) =>
      fetchJson<ActivityAnswer>(`/catalog/v1/events/${idOf(id)}/activity`, signal),
    refetchInterval: LIVE_MS,
  });

/** One refused event, masked by the server; fetched when somebody wants to see it. */
export const refusalQuery = (id: string, refusal: string) => {
  const address = `/catalog/v1/events/${idOf(id)}/refusals/${idOf(refusal)}`;
  return queryOptions({
    queryKey: ['refusal', id, refusal],
    queryFn: ({ signal }) => fetchJson<RefusalAnswer>(address, signal),
    staleTime: 60_000,
  });
};

/** What lies between two versions; it never changes. */
export const diffQuery = (id: string, span: string, assumption?: string) => {
  const asked = assumption ? `?assumption=${encodeURIComponent(assumption)}` : '';
  return queryOptions({
    queryKey: ['diff', id, span, assumption ?? ''],
    queryFn: ({ signal }) =>
      fetchJson<DiffAnswer>(`/catalog/v1/events/${idOf(id)}/diff/${idOf(span)}${asked}`, signal),
    staleTime: 60_000,
  });
};

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type DiscoverSearch, FACETS } from '../discover/discover-search';
import type { QuarantineSearch } from '../quarantine/quarantine-search';
import type {
  ActivityAnswer,
  CaseAnswer,
  CauseCasesAnswer,
  CausesAnswer,
  ContractAnswer,
  DiffAnswer,
  DiscoverAnswer,
  ExamplesAnswer,
  NearestAnswer,
  RefusalAnswer,
  StandingAnswer,
  TriedAnswer,
} from './answers';
import { JSON_TYPES } from '../event/json-type';
import { fetchJson, postText } from './fetch-json';
import { live } from './live';

export const PAGE_ROWS = 100;

const idOf = (id: string) => encodeURIComponent(id);

/** What the list shows for one state of its address. */
export const discoverQuery = (search: DiscoverSearch) => {
  const asked = new URLSearchParams({ limit: String(PAGE_ROWS) });
  if (search.q) asked.set('q', search.q);
  if (search.cursor) asked.set('cursor', search.cursor);
  for (const facet of FACETS) {
    for (const value of search[facet] ?? []) asked.append(facet, value);
  }
  const address = `/catalog/v1/events?${asked.toString()}`;
  return queryOptions({
    queryKey: ['discover', address],
    queryFn: ({ signal }) => fetchJson<DiscoverAnswer>(address, signal),
    placeholderData: keepPreviousData,
    ...live,
  });
};

/** A few best matches, for who types; nothing typed shows nothing. */
export const paletteQuery = (words: string) => {
  const asked = new URLSearchParams({ limit: '8', q: words });
  return queryOptions({
    queryKey: ['palette', words],
    queryFn: ({ signal }) => fetchJson<DiscoverAnswer>(`/catalog/v1/events?${asked}`, signal),
    placeholderData: keepPreviousData,
    enabled: words !== '',
    staleTime: 10_000,
  });
};

/** Events with a name like one that is not there. */
export const nearestQuery = (name: string) => {
  const asked = new URLSearchParams({ name: name.slice(0, NAME_CHARACTERS) });
  return queryOptions({
    queryKey: ['nearest', name],
    queryFn: ({ signal }) => fetchJson<NearestAnswer>(`/catalog/v1/nearest?${asked}`, signal),
    staleTime: 60_000,
  });
};
const NAME_CHARACTERS = 200;

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
    ...live,
  });

/** The last accepted events, masked by the server. */
export const examplesQuery = (id: string) =>
  queryOptions({
    queryKey: ['examples', id],
    queryFn: ({ signal }) =>
      fetchJson<ExamplesAnswer>(`/catalog/v1/events/${idOf(id)}/examples`, signal),
    staleTime: 30_000,
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

/** What lies between two versions; it never changes. Until another comparison is there the last one stays. */
export const diffQuery = (id: string, span: string, assumption?: string) => {
  const asked = assumption ? `?assumption=${encodeURIComponent(assumption)}` : '';
  return queryOptions({
    queryKey: ['diff', id, span, assumption ?? ''],
    queryFn: ({ signal }): Promise<DiffAnswer> =>
      fetchJson(`/catalog/v1/events/${idOf(id)}/diff/${idOf(span)}${asked}`, signal),
    placeholderData: (last) => (last?.id === id ? last : undefined),
    staleTime: 60_000,
  });
};

/** The verdict a gateway would give; asked, not sent, so it may be asked until there is one. */
export const verdictQuery = ({ id, version, schema }: ContractAnswer, event: string) => {
  const address = `/catalog/v1/events/${idOf(id)}/validate`;
  return queryOptions({
    queryKey: ['verdict', id, version, event],
    queryFn: ({ signal }) =>
      postText<TriedAnswer>(address, event, { type: JSON_TYPES[schema.format], signal }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
};

const causeFilter = ({ event, producer, state }: QuarantineSearch): string => {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries({ event, producer, state }))
    if (value) asked.set(name, value);
  const text = asked.toString();
  return text === '' ? '' : `?${text}`;
};

/** What is wrong, the most frequent first. */
export const causesQuery = (search: QuarantineSearch) => {
  const address = `/catalog/v1/quarantine${causeFilter(search)}`;
  return queryOptions({
    queryKey: ['causes', address],
    queryFn: ({ signal }) => fetchJson<CausesAnswer>(address, signal),
    placeholderData: keepPreviousData,
    ...live,
  });
};

/** The newest events of one cause. */
export const causeCasesQuery = (search: QuarantineSearch, cause: string) => {
  const address = `/catalog/v1/quarantine/causes/${idOf(cause)}${causeFilter(search)}`;
  return queryOptions({
    queryKey: ['causes', address],
    queryFn: ({ signal }) => fetchJson<CauseCasesAnswer>(address, signal),
    ...live,
  });
};

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['case', id],
    queryFn: ({ signal }) => fetchJson<CaseAnswer>(`/catalog/v1/quarantine/${idOf(id)}`, signal),
  });

/** Which case, and what it is now. */
interface Settling {
  readonly id: string;
  readonly state: string;
}

export const standingQuery = (id: string) =>
  queryOptions({
    queryKey: ['case', id, 'standing'],
    queryFn: ({ signal }) =>
      fetchJson<StandingAnswer>(`/catalog/v1/quarantine/${idOf(id)}/standing`, signal),
  });

/** @param event corrected; nothing means as it came · @param over what stands, and it is to stand after */
export const replayCase = (id: string, event: string, over?: string) =>
  postText<Settling>(
    `/catalog/v1/quarantine/${idOf(id)}/replay${over === undefined ? '' : `?over=${encodeURIComponent(over)}`}`,
    event,
  );

export const discardCase = (id: string, why: string) =>
  postText<Settling>(`/catalog/v1/quarantine/${idOf(id)}/discard`, why);

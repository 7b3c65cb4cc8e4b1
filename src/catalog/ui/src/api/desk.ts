import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  FieldAnswer,
  HealthAnswer,
  HomeAnswer,
  LineageAnswer,
  PartiesAnswer,
  SunsetsAnswer,
  UndescribedAnswer,
} from './desk-answers';
import { fetchJson } from './fetch-json';
import { live } from './live';

const moving = <T>(address: string) =>
  queryOptions({
    ...live,
    queryKey: ['desk', address],
    queryFn: ({ signal }) => fetchJson<T>(`/catalog/v1/${address}`, signal),
    placeholderData: keepPreviousData,
  });
const inQuery = (words: Readonly<Record<string, string | undefined>>) => {
  const asked = Object.entries(words).filter(([, word]) => word !== undefined);
  return new URLSearchParams(asked as [string, string][]).toString();
};

export const homeQuery = () => moving<HomeAnswer>('home');
export const healthQuery = () => moving<HealthAnswer>('health');
export const sunsetsQuery = ({
  team,
  after,
}: {
  readonly team?: string;
  readonly after?: string;
}) => moving<SunsetsAnswer>(`sunsets?${inQuery({ team, after })}`);
export const partiesQuery = (id: string) =>
  moving<PartiesAnswer>(`events/${encodeURIComponent(id)}/parties`);
export const lineageQuery = (of: string, depth: number) => ({
  ...moving<LineageAnswer>(`lineage?${inQuery({ of, depth: String(depth) })}`),
  enabled: of !== '',
});
export const fieldQuery = (id: string, path: string) =>
  moving<FieldAnswer>(`events/${encodeURIComponent(id)}/field?${inQuery({ path })}`);
export const undescribedQuery = (q: string, after: string) =>
  moving<UndescribedAnswer>(`subjects?${inQuery({ q, after })}`);

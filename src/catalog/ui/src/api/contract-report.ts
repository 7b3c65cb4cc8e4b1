import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from './fetch-json';

/** What such a report tells turns up seldom and costs to find: nobody needs it by the second. */
const ASK_EVERY_MS = 15_000;

/** A report on one contract that is asked for again while one looks. */
export const contractReport = <Answer>(name: string, id: string) =>
  queryOptions({
    queryKey: [name, id],
    queryFn: ({ signal }) =>
      fetchJson<Answer>(`/v1/contracts/${encodeURIComponent(id)}/${name}`, signal),
    staleTime: ASK_EVERY_MS / 2,
    refetchInterval: ASK_EVERY_MS,
  });

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { fetchJson } from './fetch-json';
import { live } from './live';

export interface LinkedEvent {
  readonly id: string;
  readonly source: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly contract: { readonly id: string; readonly version: number; readonly name?: string };
  readonly fate: string;
  readonly position?: string;
  readonly happenedAt?: string;
  readonly judgedAt: string;
  readonly sinceCauseMs?: number;
  readonly distance: number;
}

export interface CausalityAnswer {
  readonly event: { readonly id: string; readonly source?: string };
  readonly chain: readonly LinkedEvent[];
  readonly unknownCauses: readonly string[];
  readonly correlated: readonly LinkedEvent[];
  readonly isCut: boolean;
}

const asked = <T>(address: string) =>
  queryOptions({
    ...live,
    queryKey: ['causality', address],
    queryFn: ({ signal }) => fetchJson<T>(`/catalog/v1/${address}`, signal),
    placeholderData: keepPreviousData,
  });

export const causalityQuery = (id: string, source?: string) => ({
  ...asked<CausalityAnswer>(
    `causality?${new URLSearchParams({ id, ...(source !== undefined && { source }) }).toString()}`,
  ),
  enabled: id !== '',
});

export const linkedQuery = (contractId: string) =>
  asked<{ readonly events: readonly LinkedEvent[] }>(
    `events/${encodeURIComponent(contractId)}/linked`,
  );

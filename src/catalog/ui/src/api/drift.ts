import { queryOptions } from '@tanstack/react-query';
import { fetchJson } from './fetch-json';

/** Where what producers send and what the contract says have parted. */
export interface DriftAnswer {
  readonly undeclared: 'refuse' | 'warn' | 'allow';
  readonly sent: readonly UndeclaredField[];
  /** How often there were others, beyond what is told apart. */
  readonly others: number;
  readonly unsent: { readonly sampled: number; readonly pointers: readonly string[] };
}

export interface UndeclaredField {
  readonly pointer: string;
  readonly producer: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly count: number;
}

/** Fields turn up seldom, and the newest events are read for it: nobody needs it by the second. */
const ASK_EVERY_MS = 15_000;

export const driftQuery = (id: string) =>
  queryOptions({
    queryKey: ['drift', id],
    queryFn: ({ signal }) =>
      fetchJson<DriftAnswer>(`/v1/contracts/${encodeURIComponent(id)}/drift`, signal),
    staleTime: ASK_EVERY_MS / 2,
    refetchInterval: ASK_EVERY_MS,
  });

import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ReviewList, ReviewSearch } from '../review/review-search';
import { fetchJson } from './fetch-json';

export interface ReviewedEvent {
  readonly id: string;
  readonly name: string;
  readonly owner: string;
  readonly domain?: string;
}

export type UnreadEvent = ReviewedEvent & {
  readonly topic: string;
  readonly declared: readonly string[];
};
export type SilentEvent = ReviewedEvent & { readonly producers: readonly string[] };
export type RefusedEvent = ReviewedEvent & { readonly judged: number; readonly refused: number };

export interface DisputedEntity {
  readonly entity: string;
  readonly events: readonly ReviewedEvent[];
  readonly writers: readonly string[];
  readonly policies: readonly string[];
  readonly judged: number;
  readonly conflicts: number;
}

export interface OverdueReader {
  readonly consumer: string;
  readonly team: string;
  readonly of: string;
  readonly attestedUntil: string;
}

/** The rows of one page; `counts` are of all there is. */
export interface ReviewAnswer {
  readonly day: string;
  readonly days: number;
  readonly inForce: number;
  readonly unread: readonly UnreadEvent[];
  readonly silent: readonly SilentEvent[];
  readonly manyWriters: readonly DisputedEntity[];
  readonly refused: readonly RefusedEvent[];
  readonly overdue: readonly OverdueReader[];
  readonly counts: Readonly<Record<ReviewList, number>>;
}

/** Of every list so many; of the only one that is asked for a page. */
export const ROWS_OF_EACH = 5;
export const ROWS_OF_ONE = 100;
/** It is about weeks: who looks for long need not see it move. */
const ASK_EVERY_MS = 60_000;

export const reviewQuery = ({ days, team, list, from }: ReviewSearch) => {
  const asked = new URLSearchParams({ rows: String(list ? ROWS_OF_ONE : ROWS_OF_EACH) });
  for (const [name, value] of Object.entries({ days, team, list, from }))
    if (value !== undefined) asked.set(name, String(value));
  return queryOptions({
    queryKey: ['review', asked.toString()],
    queryFn: ({ signal }) => fetchJson<ReviewAnswer>(`/catalog/v1/review?${asked}`, signal),
    placeholderData: keepPreviousData,
    staleTime: ASK_EVERY_MS,
    refetchInterval: ASK_EVERY_MS,
  });
};

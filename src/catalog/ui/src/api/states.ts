import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { fetchJson, Refused } from './fetch-json';
import { live } from './live';

/** What the log last said of one entity. */
export interface LatestState {
  readonly key: string;
  readonly version?: string;
  readonly isDeleted: boolean;
  readonly judgedBy: string;
  readonly eventId?: string;
  readonly source?: string;
  readonly position: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: number;
  };
  readonly at: string;
  /** Personal fields masked; absent where the entity is deleted or its value is too large. */
  readonly value?: unknown;
}

export interface StatesAnswer {
  /** Events of the log that are not looked at yet. */
  readonly lag: number;
  readonly nextCursor: string | null;
  readonly states: readonly LatestState[];
}

export interface StatesAsked {
  readonly id: string;
  /** The key the page begins behind. */
  readonly after: string | undefined;
  readonly withDeleted: boolean;
}

const ROWS = 8;

const addressOf = (id: string) => `/v1/entities/${encodeURIComponent(id)}`;
const deletedOf = (isShown: boolean): Record<string, string> =>
  isShown ? { deleted: 'shown' } : {};

/** A page of them, in the order of their keys. */
export const statesQuery = ({ id, after, withDeleted }: StatesAsked) => {
  const asked = new URLSearchParams({
    limit: String(ROWS),
    ...(after !== undefined && { cursor: after }),
    ...deletedOf(withDeleted),
  });
  return queryOptions({
    ...live,
    queryKey: ['states', id, asked.toString()],
    queryFn: ({ signal }) => fetchJson<StatesAnswer>(`${addressOf(id)}?${asked}`, signal),
    placeholderData: keepPreviousData,
  });
};

/** One of them; nothing where no event was about that key. */
export const stateQuery = (id: string, key: string) => {
  const asked = new URLSearchParams({ key });
  return queryOptions({
    ...live,
    queryKey: ['states', id, 'one', key],
    queryFn: ({ signal }) =>
      fetchJson<LatestState>(`/v1/entity/${encodeURIComponent(id)}?${asked}`, signal).catch(
        (error: unknown) => {
          if (error instanceof Refused && error.told.code === 'ENTITY_UNKNOWN') return null;
          throw error;
        },
      ),
  });
};

/** Where all of them are, a line of JSON each. */
export const statesFile = (id: string, withDeleted: boolean): string =>
  `${addressOf(id)}?${new URLSearchParams({ format: 'ndjson', ...deletedOf(withDeleted) })}`;

import type { Query, QueryClient } from '@tanstack/react-query';
import { isRefusal } from './fetch-json';

/** Without a stream counters are asked for this often. */
const ASK_EVERY_MS = 2_000;
let isTold = false;

/** For a query whose answer moves by itself: it is asked again when the server says that it moved. */
export const live = {
  meta: { isLive: true },
  // What the page came with is not asked for again at once.
  staleTime: ASK_EVERY_MS,
  refetchInterval: ({ state }: { readonly state: Query['state'] }) =>
    !isWorthAsking(state) ? false : isTold ? SELDOM_MS : ASK_EVERY_MS,
} as const;

/** What was refused for what it asks, or never answered, would flicker, were it asked again and again. */
const isWorthAsking = ({ error, data }: Query['state']) =>
  error === null || (data !== undefined && !isRefusal(error));
/** What failed is being asked again already. */
const isToRefresh = ({ meta, state }: Query) =>
  meta?.['isLive'] === true && state.fetchFailureCount === 0 && isWorthAsking(state);

/** A clock moves numbers too: minutes pass and lags grow where no event comes. */
const SELDOM_MS = 10_000;
const REOPEN_MS = 5_000;

/**
 * Listens while the page is looked at; a hidden tab neither listens nor asks. A browser opens six
 * connections to a server, so that many hidden tabs must not each hold one.
 */
export function listen(queries: QueryClient): void {
  let stream: EventSource | undefined;
  let later: ReturnType<typeof setTimeout> | undefined;
  const refresh = () => void queries.invalidateQueries({ predicate: isToRefresh });
  const open = () => {
    stream = new EventSource('/catalog/v1/live');
    stream.addEventListener('open', () => (isTold = true));
    stream.addEventListener('error', () => {
      isTold = false;
      // A browser comes back after a cut, and never after an answer that is no stream.
      if (stream?.readyState === EventSource.CLOSED) later = setTimeout(open, REOPEN_MS);
    });
    stream.addEventListener('moved', refresh);
  };
  const close = () => {
    clearTimeout(later);
    stream?.close();
    stream = undefined;
    isTold = false;
  };
  document.addEventListener('visibilitychange', () => (document.hidden ? close() : open()));
  if (!document.hidden) open();
}

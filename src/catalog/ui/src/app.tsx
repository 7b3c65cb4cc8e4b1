import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { isPassing, isRefusal } from './api/fetch-json';
import type { makeRouter } from './router';

/**
 * What the server refused it will refuse again. While it is away everything that is looked at is asked
 * until there is an answer: no page needs to be asked for anew when the server is back.
 */
const isWorthRetry = (failures: number, error: Error) =>
  isPassing(error) || (failures < 2 && !isRefusal(error));
const RETRY_MS = 2_000;

/** Whether a browser takes itself for connected says nothing of a server on this machine. */
const networkMode = 'always';

export const makeQueries = () =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: isWorthRetry, retryDelay: RETRY_MS, networkMode },
      mutations: { networkMode },
    },
  });

interface AppProps {
  readonly queries: QueryClient;
  readonly router: ReturnType<typeof makeRouter>;
}

export function App({ queries, router }: AppProps) {
  return (
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>
  );
}

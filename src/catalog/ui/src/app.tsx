import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { Refused } from './api/fetch-json';
import type { makeRouter } from './router';

/** What the server refused it will refuse again; only silence is worth another try. */
const isWorthRetry = (failures: number, error: Error) =>
  !import.meta.env.SSR &&
  failures < 2 &&
  !(error instanceof Refused && error.status >= 400 && error.status < 500);

export const makeQueries = () =>
  new QueryClient({ defaultOptions: { queries: { retry: isWorthRetry } } });

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

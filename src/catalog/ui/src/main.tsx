import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Refused } from './api/fetch-json';
import { listen } from './api/live';
import { makeRouter } from './router';
import './styles.css';

/** What the server refused it will refuse again; only silence is worth another try. */
const isWorthRetry = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof Refused && error.status >= 400 && error.status < 500);

const queries = new QueryClient({ defaultOptions: { queries: { retry: isWorthRetry } } });
listen(queries);
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={makeRouter(queries)} />
    </QueryClientProvider>
  </StrictMode>,
);

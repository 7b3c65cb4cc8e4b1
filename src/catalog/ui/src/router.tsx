import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { causesQuery, contractQuery, diffQuery, discoverQuery } from './api/catalog';
import { readDiffSearch } from './diff/diff-search';
import { DiscoverPage } from './discover/discover-page';
import { readDiscoverSearch } from './discover/discover-search';
import { readEventSearch } from './event/event-search';
import { readQuarantineSearch } from './quarantine/quarantine-search';
import { NotFound, Trouble } from './shell/trouble';
import { parseSearch, stringifySearch } from './shell/search-text';
import { Shell } from './shell/shell';

interface Context {
  readonly queries: QueryClient;
}

const rootRoute = createRootRouteWithContext<Context>()({
  component: Shell,
  notFoundComponent: NotFound,
});

/** Data is asked for while the code of the page still travels; the page shows its own waiting. */
const discoverRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: readDiscoverSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queries.prefetchQuery(discoverQuery(deps)),
  component: DiscoverPage,
  errorComponent: Trouble,
});

const eventRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/events/$id',
  validateSearch: readEventSearch,
  loaderDeps: ({ search }) => ({ version: search.version }),
  loader: ({ context, params, deps }) =>
    void context.queries.prefetchQuery(contractQuery(params.id, deps.version)),
  component: lazyRouteComponent(() => import('./event/event-page'), 'EventPage'),
  errorComponent: Trouble,
});

const diffRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/events/$id/diff/$span',
  validateSearch: readDiffSearch,
  loaderDeps: ({ search }) => ({ assumption: search.assumption }),
  loader: ({ context, params, deps }) =>
    void context.queries.prefetchQuery(diffQuery(params.id, params.span, deps.assumption)),
  component: lazyRouteComponent(() => import('./diff/diff-page'), 'DiffPage'),
  errorComponent: Trouble,
});

const quarantineRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quarantine',
  validateSearch: readQuarantineSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => void context.queries.prefetchQuery(causesQuery(deps)),
  component: lazyRouteComponent(() => import('./quarantine/quarantine-page'), 'QuarantinePage'),
  errorComponent: Trouble,
});

const routeTree = rootRoute.addChildren([discoverRoute, eventRoute, diffRoute, quarantineRoute]);

export const makeRouter = (queries: QueryClient) =>
  createRouter({
    routeTree,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    scrollToTopSelectors: [],
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

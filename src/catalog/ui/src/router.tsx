import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type RouterHistory,
} from '@tanstack/react-router';
import {
  activityQuery,
  causesQuery,
  contractQuery,
  diffQuery,
  discoverQuery,
  nearestQuery,
} from './api/catalog';
import { causalityQuery } from './api/causality';
import { changesQuery } from './api/changes';
import {
  fieldQuery,
  healthQuery,
  homeQuery,
  lineageQuery,
  partiesQuery,
  sunsetsQuery,
  undescribedQuery,
} from './api/desk';
import { opening } from './api/opening';
import { reviewQuery } from './api/review';
import { readChangesSearch } from './changes/changes-search';
import { readDiffSearch } from './diff/diff-search';
import { readDiscoverSearch } from './discover/discover-search';
import { DEPTH_BY_DEFAULT, readLineageSearch } from './lineage/lineage-search';
import { readEventSearch } from './event/event-search';
import { readFieldSearch } from './field/field-search';
import { readQuarantineSearch } from './quarantine/quarantine-search';
import { readReviewSearch } from './review/review-search';
import { lazyPage } from './shell/lazy-page';
import { NotFound, Trouble } from './shell/trouble';
import { one, parseSearch, type RawSearch, stringifySearch } from './shell/search-text';
import { Shell } from './shell/shell';
import { soughtName } from './shell/sought-name';

interface Context {
  readonly queries: QueryClient;
}

/** What is known and there is kept of an address; typed by hand it never breaks a page. */
const kept = <T extends object>(read: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined)) as never;

const rootRoute = createRootRouteWithContext<Context>()({
  validateSearch: (raw: RawSearch) =>
    kept({ keys: raw['keys'] === 'shown' ? ('shown' as const) : undefined }),
  component: Shell,
  notFoundComponent: NotFound,
});

/** Data is asked for while the code of the page still travels; the page shows its own waiting. */
const discoverRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: readDiscoverSearch,
  loaderDeps: ({ search: { all: _, facets: __, keys: ___, ...asked } }) => asked,
  loader: ({ context, deps }) =>
    opening(
      context.queries.prefetchQuery(discoverQuery(deps)),
      context.queries.prefetchQuery(undescribedQuery('', '')),
    ),
  component: lazyPage(() => import('./discover/discover-page'), 'DiscoverPage'),
  errorComponent: Trouble,
});

const eventRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/events/$id',
  validateSearch: readEventSearch,
  loaderDeps: ({ search }) => ({ version: search.version }),
  loader: ({ context, params, deps }) =>
    opening(
      context.queries.prefetchQuery(contractQuery(params.id, deps.version)),
      context.queries.prefetchQuery(activityQuery(params.id)),
      context.queries.prefetchQuery(partiesQuery(params.id)),
    ),
  component: lazyPage(() => import('./event/event-page'), 'EventPage'),
  errorComponent: Trouble,
});

const diffRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/events/$id/diff/$span',
  validateSearch: readDiffSearch,
  loaderDeps: ({ search }) => ({ assumption: search.assumption }),
  loader: ({ context, params, deps }) =>
    opening(context.queries.prefetchQuery(diffQuery(params.id, params.span, deps.assumption))),
  component: lazyPage(() => import('./diff/diff-page'), 'DiffPage'),
  errorComponent: Trouble,
});

const quarantineRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/quarantine',
  validateSearch: readQuarantineSearch,
  loaderDeps: ({ search: { event, producer, state } }) => ({ event, producer, state }),
  loader: ({ context, deps }) => opening(context.queries.prefetchQuery(causesQuery(deps))),
  component: lazyPage(() => import('./quarantine/quarantine-page'), 'QuarantinePage'),
  errorComponent: Trouble,
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/home',
  loader: ({ context }) => opening(context.queries.prefetchQuery(homeQuery())),
  component: lazyPage(() => import('./home/home-page'), 'HomePage'),
  errorComponent: Trouble,
});

const changesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/changes',
  validateSearch: readChangesSearch,
  loaderDeps: ({ search: { all: _, facets: __, ...asked } }) => asked,
  loader: ({ context, deps }) => opening(context.queries.prefetchQuery(changesQuery(deps))),
  component: lazyPage(() => import('./changes/changes-page'), 'ChangesPage'),
  errorComponent: Trouble,
});

const healthRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/health',
  loader: ({ context }) => opening(context.queries.prefetchQuery(healthQuery())),
  component: lazyPage(() => import('./health/health-page'), 'HealthPage'),
  errorComponent: Trouble,
});

const sunsetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sunset',
  validateSearch: (raw: RawSearch) => kept({ team: one(raw['team']), after: one(raw['after']) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => opening(context.queries.prefetchQuery(sunsetsQuery(deps))),
  component: lazyPage(() => import('./sunset/sunset-page'), 'SunsetPage'),
  errorComponent: Trouble,
});

const reviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/review',
  validateSearch: readReviewSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => opening(context.queries.prefetchQuery(reviewQuery(deps))),
  component: lazyPage(() => import('./review/review-page'), 'ReviewPage'),
  errorComponent: Trouble,
});

const lineageRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/lineage',
  validateSearch: readLineageSearch,
  loaderDeps: ({ search: { of, depth } }) => ({ of, depth }),
  loader: ({ context, deps: { of, depth } }) => {
    const { queries } = context;
    if (!of) return opening(queries.prefetchQuery(discoverQuery({})));
    return opening(queries.prefetchQuery(lineageQuery(of, depth ?? DEPTH_BY_DEFAULT)));
  },
  component: lazyPage(() => import('./lineage/lineage-page'), 'LineagePage'),
  errorComponent: Trouble,
});

const fieldRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/events/$id/field',
  validateSearch: readFieldSearch,
  loaderDeps: ({ search: { path } }) => ({ path }),
  loader: ({ context, params, deps }) =>
    opening(context.queries.prefetchQuery(fieldQuery(params.id, deps.path ?? ''))),
  component: lazyPage(() => import('./field/field-page'), 'FieldPage'),
  errorComponent: Trouble,
});

const causalityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/causality',
  validateSearch: (raw: RawSearch) => kept({ id: one(raw['id']), source: one(raw['source']) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps: { id, source } }) => {
    if (!id) return undefined;
    return opening(context.queries.prefetchQuery(causalityQuery(id, source)));
  },
  component: lazyPage(() => import('./causality/causality-page'), 'CausalityPage'),
  errorComponent: Trouble,
});

const undescribedRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/undescribed',
  validateSearch: (raw: RawSearch) => kept({ q: one(raw['q']), after: one(raw['after']) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) =>
    opening(context.queries.prefetchQuery(undescribedQuery(deps.q ?? '', deps.after ?? ''))),
  component: lazyPage(() => import('./undescribed/undescribed-page'), 'UndescribedPage'),
  errorComponent: Trouble,
});

const importRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/import',
  component: lazyPage(() => import('./import/import-page'), 'ImportPage'),
  errorComponent: Trouble,
});

const restRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$',
  loader: ({ context, location }) =>
    opening(context.queries.prefetchQuery(nearestQuery(soughtName(location.pathname)))),
  component: NotFound,
  errorComponent: Trouble,
});

const routeTree = rootRoute.addChildren([
  ...[discoverRoute, eventRoute, diffRoute, fieldRoute, quarantineRoute],
  ...[homeRoute, healthRoute, sunsetRoute, lineageRoute, causalityRoute, undescribedRoute],
  ...[reviewRoute, changesRoute, importRoute, restRoute],
]);

/** @param history absent means the browser's own */
export const makeRouter = (queries: QueryClient, history?: RouterHistory) =>
  createRouter({
    routeTree,
    context: { queries },
    ...(history && { history }),
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: !import.meta.env.SSR,
    scrollToTopSelectors: [],
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

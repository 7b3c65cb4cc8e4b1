import { createMemoryHistory } from '@tanstack/react-router';
import { renderToString } from 'react-dom/server';
import { isMissing } from './api/fetch-json';
import { App } from './app';
import { DrawingQueries } from './drawing-queries';
import { makeRouter } from './router';
import { surroundings } from './shell/surroundings';

export { lookAround } from './shell/surroundings';

/** The first view of one address, and the answers it was drawn from. */
interface View {
  readonly html: string;
  /** JSON of what `came-with.ts` reads. */
  readonly answers: string;
}

/**
 * Runs in the server. What a page opens with is asked for as in a browser, by its address; a page
 * that was refused something is left to the browser, which tells it and asks again.
 */
export async function render({ pathname, search }: URL): Promise<View | 'missing' | undefined> {
  const queries = new DrawingQueries();
  const history = createMemoryHistory({ initialEntries: [pathname + search] });
  const router = makeRouter(queries, history);
  await router.load();
  const asked = queries.getQueryCache().getAll();
  if (asked.some(({ state }) => isMissing(state.error))) return 'missing';
  if (asked.some(({ state }) => state.status !== 'success')) return undefined;
  // As they were told: they need not be written once more.
  const { texts } = surroundings();
  const toldAs = (answer: unknown) => texts?.get(answer) ?? JSON.stringify(answer);
  const answers = asked.map(
    ({ queryKey, state }) => `[${JSON.stringify(queryKey)},${toldAs(state.data)}]`,
  );
  texts?.clear(); // Connections remember for whom they were used last.
  return {
    html: renderToString(<App queries={queries} router={router} />),
    answers: `[${answers.join(',')}]`,
  };
}

/** Of every page there is, as the router writes them: `/events/$id`. */
export const addresses = (): readonly string[] =>
  Object.keys(makeRouter(new DrawingQueries(), createMemoryHistory()).routesByPath);

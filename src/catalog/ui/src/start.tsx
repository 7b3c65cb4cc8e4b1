import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { cameWith } from './api/came-with';
import { listen } from './api/live';
import { App, makeQueries } from './app';
import { makeRouter } from './router';
import { keepTyping } from './shell/keep-typing';

/** With everything at hand the first drawing is whole, and takes the place of the server's at once. */
async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root.');
  const queries = makeQueries();
  for (const [key, answer] of cameWith()) queries.setQueryData(key, answer);
  const router = makeRouter(queries);
  await router.load();
  const app = <App queries={queries} router={router} />;
  keepTyping(() => flushSync(() => createRoot(root).render(app)));
  delete root.dataset['drawn'];
  listen(queries);
}

void start();

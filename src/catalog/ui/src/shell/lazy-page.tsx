import { type ComponentType, useEffect, useReducer } from 'react';
import { AWAY } from '../api/fetch-json';
import { Trouble } from './trouble';

const RETRY_MS = 2_000;
const RELOADED = 'concordat-reloaded';

/**
 * A page whose code is loaded when somebody goes there. Where the server is away it says so and tries
 * again; the router's own way is to load the document anew, which ends at the browser's error page.
 */
export function lazyPage<Name extends string>(
  load: () => Promise<Readonly<Record<Name, ComponentType>>>,
  name: Name,
) {
  let Page: ComponentType | undefined;
  const preload = async () => {
    Page ??= (await load().catch(() => undefined))?.[name];
  };
  function LazyPage() {
    const [, look] = useReducer((looks: number) => looks + 1, 0);
    useEffect(() => {
      if (Page) return undefined;
      const timer = setInterval(
        () => void preload().then(() => (Page ? look() : reloadIfGone())),
        RETRY_MS,
      );
      return () => clearInterval(timer);
    });
    return Page ? <Page /> : <Trouble error={AWAY} />;
  }
  return Object.assign(LazyPage, { preload });
}

/**
 * A server that answers and has not the code is a newer one, whose files have other names; and some
 * browsers never ask again for code that once did not come. Either way the document is loaded anew, once.
 */
async function reloadIfGone(): Promise<void> {
  const answer = await fetch('/', { headers: { Accept: 'application/json' } }).catch(
    () => undefined,
  );
  if (!answer?.ok || sessionStorage.getItem(RELOADED) === location.href) return;
  sessionStorage.setItem(RELOADED, location.href);
  location.reload();
}

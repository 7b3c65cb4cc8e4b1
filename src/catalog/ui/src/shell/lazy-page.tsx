import type { ComponentType } from 'react';
import { AWAY } from '../api/fetch-json';
import { lateCode } from './late-code';
import { Trouble } from './trouble';

/**
 * A page whose code is loaded when somebody goes there. Where the server is away it says so and tries
 * again; the router's own way is to load the document anew, which ends at the browser's error page.
 */
export function lazyPage<Name extends string>(
  load: () => Promise<Readonly<Record<Name, ComponentType>>>,
  name: Name,
) {
  const { preload, useCode } = lateCode(load, name);
  function LazyPage() {
    const Page = useCode();
    return Page ? <Page /> : <Trouble error={AWAY} />;
  }
  return Object.assign(LazyPage, { preload });
}

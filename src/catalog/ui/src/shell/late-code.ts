import { useEffect, useReducer } from 'react';

const RETRY_MS = 2_000;
const RELOADED = 'concordat-reloaded';

/** Code that is loaded when somebody needs it, and asked for again while the server is away. */
export function lateCode<Name extends string, Code>(
  load: () => Promise<Readonly<Record<Name, Code>>>,
  name: Name,
) {
  let code: Code | undefined;
  const preload = async () => {
    code ??= (await load().catch(() => undefined))?.[name];
  };
  /** `undefined` until it is there. */
  function useCode(): Code | undefined {
    const [, look] = useReducer((looks: number) => looks + 1, 0);
    useEffect(() => {
      if (code) return undefined;
      void preload().then(() => code && look());
      const timer = setInterval(
        () => void preload().then(() => (code ? look() : reloadIfGone())),
        RETRY_MS,
      );
      return () => clearInterval(timer);
    });
    return code;
  }
  return { preload, useCode };
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

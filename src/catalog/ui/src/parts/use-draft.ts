import { useState } from 'react';

const keyOf = (name: string) => `concordat-draft ${name}`;

/** What was written under a name in this tab and is not done with yet. */
export function readDraft(name: string): string | undefined {
  if (import.meta.env.SSR) return undefined;
  try {
    return sessionStorage.getItem(keyOf(name)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Storage may be refused or full; what is written then lasts as long as its field. */
function keep(name: string, text: string | undefined): void {
  try {
    if (text === undefined) sessionStorage.removeItem(keyOf(name));
    else sessionStorage.setItem(keyOf(name), text);
  } catch {
    return;
  }
}

/**
 * Text somebody writes. It outlives its field and the page, so that a look elsewhere, a new version
 * or the page asked for anew while the server is away costs nobody their words. It stays in the tab.
 *
 * @param begun what stands there before anybody writes
 */
export function useDraft(name: string, begun: string) {
  const [text, setText] = useState(() => readDraft(name) ?? begun);
  return {
    text,
    write: (next: string) => {
      setText(next);
      keep(name, next === begun ? undefined : next);
    },
    /** It is done with. */
    forget: () => keep(name, undefined),
  };
}

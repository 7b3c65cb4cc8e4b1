import { useState } from 'react';

const PREFIX = 'concordat-draft ';
/** An event somebody typed may hold what a person would not leave behind on a machine of others. */
const LASTS_MS = 3_600_000;

const keyOf = (name: string) => `${PREFIX}${name}`;

let sweep: ReturnType<typeof setTimeout> | undefined;

interface Kept {
  readonly text: string;
  readonly atMs: number;
}

/** What was written under a name in this tab within the hour and is not done with yet. */
export function readDraft(name: string): string | undefined {
  if (import.meta.env.SSR) return undefined;
  try {
    forgetOld();
    return keptIn(keyOf(name))?.text;
  } catch {
    return undefined;
  }
}

/** Storage may be refused or full; what is written then lasts as long as its field. */
function keep(name: string, text: string | undefined): void {
  try {
    if (text === undefined) return sessionStorage.removeItem(keyOf(name));
    const kept: Kept = { text, atMs: Date.now() };
    sessionStorage.setItem(keyOf(name), JSON.stringify(kept));
    clearTimeout(sweep);
    sweep = setTimeout(forgetOld, LASTS_MS + 1_000);
  } catch {
    return;
  }
}

/** Of every name: nobody may come back to the page one of them belongs to. */
function forgetOld(): void {
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const kept = keptIn(key);
    if (!kept || Date.now() - kept.atMs > LASTS_MS) sessionStorage.removeItem(key);
  }
}

function keptIn(key: string): Kept | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Partial<Kept> | null;
    return typeof kept?.text === 'string' && typeof kept.atMs === 'number'
      ? (kept as Kept)
      : undefined;
  } catch {
    return undefined;
  }
}

export interface Draft {
  readonly text: string;
  readonly write: (next: string) => void;
  /** Whether the tab keeps something for it. */
  readonly isKept: boolean;
  /** It is done with. */
  readonly forget: () => void;
}

/**
 * Text somebody writes. It outlives its field and the page, so that a look elsewhere, a new version
 * or the page asked for anew while the server is away costs nobody their words. It stays in the tab,
 * and there for an hour at most.
 *
 * @param begun what stands there before anybody writes
 */
export function useDraft(name: string, begun: string): Draft {
  const [text, setText] = useState(() => readDraft(name) ?? begun);
  return {
    text,
    isKept: text !== begun,
    write: (next: string) => {
      setText(next);
      keep(name, next === begun ? undefined : next);
    },
    forget: () => keep(name, undefined),
  };
}

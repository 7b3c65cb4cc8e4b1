import { useEffect, useEffectEvent } from 'react';

/** A key, or two keys one after the other: `g e`. */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Typing into a field is typing, not commanding; so is anything with a modifier. */
export function isCommand(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  const at = event.target;
  if (!(at instanceof HTMLElement)) return true;
  return !at.isContentEditable && !/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);
}

/**
 * Listens while the component is on the page; the first one that knows a key takes it, and two keys
 * go before one: `g p` is a page, whoever knows a `p`. Nobody is hurried: the second may come late.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const press = useEffectEvent((event: KeyboardEvent, keys: string) => {
    const act = shortcuts[keys];
    if (!act || event.defaultPrevented) return;
    if (!isCommand(event) || document.querySelector('dialog[open]')) return;
    event.preventDefault();
    act(event);
  });
  useEffect(() => {
    let last = '';
    const second = (event: KeyboardEvent) => press(event, `${last} ${event.key}`);
    const only = (event: KeyboardEvent) => {
      press(event, event.key);
      last = isCommand(event) ? event.key : '';
    };
    // A window tells those who capture first.
    window.addEventListener('keydown', second, { capture: true });
    window.addEventListener('keydown', only);
    return () => {
      window.removeEventListener('keydown', second, { capture: true });
      window.removeEventListener('keydown', only);
    };
  }, []);
}

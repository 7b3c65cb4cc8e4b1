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

/** Listens while the component is on the page; the first one that knows a key takes it. Nobody is hurried: the
 * second key of two may come late. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const press = useEffectEvent((event: KeyboardEvent, before: string) => {
    const act = shortcuts[`${before} ${event.key}`] ?? shortcuts[event.key];
    if (!act || event.defaultPrevented) return;
    event.preventDefault();
    act(event);
  });
  useEffect(() => {
    let last = '';
    const listen = (event: KeyboardEvent) => {
      if (!isCommand(event) || document.querySelector('dialog[open]')) return;
      press(event, last);
      last = event.key;
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'concordat-theme';
const ORDER: readonly Theme[] = ['system', 'light', 'dark'];

/** A server does not know what was chosen, and the page corrects it. */
export function readTheme(): Theme {
  if (import.meta.env.SSR) return 'system';
  const set = document.documentElement.dataset['theme'];
  return set === 'light' || set === 'dark' ? set : 'system';
}

/** Storage may be refused (private windows); the choice then lasts as long as the page. */
export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    return;
  }
}

export const nextTheme = (theme: Theme): Theme =>
  ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? 'system';

import { hash } from 'node:crypto';

/** The same, with one style sheet instead of styles on elements; the sheet's hash for a policy. */
export interface LiftedStyles {
  readonly html: string;
  readonly source: string | undefined;
}

/** React escapes every quote in texts and values, so this is never part of one. */
const STYLE = / style="([^"]*)"/g;

/**
 * A style on an element could only be allowed by allowing them all (CSP Level 3 §6.7.3.3); one sheet
 * is allowed by its hash. They are lengths the pages computed: anything else is left to the browser.
 */
export function liftStyles(html: string): LiftedStyles {
  const names = new Map<string, string>();
  const lifted = html.replace(STYLE, (_, style: string) => {
    if (!/^[\w\s:;.,%()-]*$/.test(style)) return '';
    const name = names.get(style) ?? `s${names.size}`;
    names.set(style, name);
    return ` data-style="${name}"`;
  });
  if (names.size === 0) return { html: lifted, source: undefined };
  const sheet = [...names].map(([style, name]) => `[data-style=${name}]{${style}}`).join('');
  const source = `'sha256-${hash('sha256', sheet, 'base64')}'`;
  return { html: `<style>${sheet}</style>${lifted}`, source };
}

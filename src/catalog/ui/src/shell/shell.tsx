import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { Icon } from '../parts/icon';
import { HelpDialog } from './help-dialog';
import { SEARCH_FIELD_ID, SearchField } from './search-field';
import { useShortcuts } from './shortcuts';
import { ThemeButton } from './theme-button';

/** The bar every page has: where one is, what one looks for, how it looks, how it is steered. */
export function Shell() {
  const [isHelpOpen, setHelpOpen] = useState(false);
  const navigate = useNavigate();
  const isWaiting = useRouterState({ select: (state) => state.isLoading });
  useShortcuts({
    '?': () => setHelpOpen(true),
    '/': () => document.getElementById(SEARCH_FIELD_ID)?.focus(),
    'g e': () => void navigate({ to: '/' }),
    c: () => document.querySelector<HTMLButtonElement>('[data-theme-button] button')?.click(),
  });
  return (
    <>
      <a
        href="#main"
        className="absolute -top-20 left-4 z-20 rounded bg-accent px-3 py-2 text-on-accent focus:top-3"
      >
        Skip to the page
      </a>
      <header className="sticky top-0 z-10 border-b border-line bg-paper/92 backdrop-blur-md">
        <div className="page flex h-14 items-center gap-3 sm:gap-6">
          <Link
            to="/"
            className="flex items-center gap-2.5 rounded py-1 font-semibold tracking-tight"
          >
            <Rings />
            <span className="max-sm:sr-only">Concordat</span>
          </Link>
          <SearchField />
          <div className="flex items-center gap-1">
            <span data-theme-button>
              <ThemeButton />
            </span>
            <button
              type="button"
              onClick={() => setHelpOpen(true)}
              aria-label="Keys"
              title="Keys (?)"
              className="bar-button max-sm:hidden"
            >
              <Icon name="help" />
            </button>
          </div>
        </div>
        {isWaiting && (
          <div className="absolute inset-x-0 -bottom-px h-px animate-pulse bg-accent" />
        )}
      </header>
      <main id="main" tabIndex={-1} className="page pb-24 outline-none">
        <Outlet />
      </main>
      <HelpDialog isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </>
  );
}

/** Two parties, one shared part. */
function Rings() {
  return (
    <svg aria-hidden="true" viewBox="0 0 28 18" width="28" height="18" fill="none" strokeWidth="3">
      <circle cx="9.5" cy="9" r="7" className="stroke-ink" />
      <circle cx="18.5" cy="9" r="7" className="stroke-good-fill" />
    </svg>
  );
}

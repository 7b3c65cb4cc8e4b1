import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { type Hearing, SLOW_MS, WatchAnswers } from '../api/watch-answers';
import { Icon } from '../parts/icon';
import { HearingBar } from './hearing-bar';
import { HelpDialog } from './help-dialog';
import { type Command, Palette } from './palette';
import { SEARCH_FIELD_ID, SearchField } from './search-field';
import { useShortcuts } from './shortcuts';
import { ThemeButton } from './theme-button';
import { useLook } from './use-look';

/** The bar every page has: where one is, what one looks for, how it looks, how it is steered. */
export function Shell() {
  const { keys: shownKeys } = useSearch({ from: '__root__' });
  const look = useLook();
  const openHelp = () => look({ keys: 'shown' });
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const navigate = useNavigate();
  const isWaiting = useRouterState({ select: (state) => state.isLoading });
  const heard = useHearing();
  const isLate = useLasting(isWaiting);
  const hearing: Hearing = isLate && heard.is === 'well' ? { is: 'slow' } : heard;
  useShortcuts({
    '?': openHelp,
    '/': () => document.getElementById(SEARCH_FIELD_ID)?.focus(),
    ...Object.fromEntries(
      [...PAGES, ...FURTHER_PAGES].map(([to, , keys]) => [keys, () => void navigate({ to })]),
    ),
    c: changeColours,
  });
  usePaletteKey(() => setPaletteOpen(true));
  const commands = useCommands(openHelp);
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
          <nav aria-label="Pages of the catalog" className="flex gap-1 text-small max-lg:hidden">
            <PageLinks />
          </nav>
          <SearchField />
          <BarButtons onPalette={() => setPaletteOpen(true)} onHelp={openHelp} />
        </div>
        <NarrowNav />
        {isWaiting && (
          <div className="absolute inset-x-0 -bottom-px h-px animate-pulse bg-accent" />
        )}
      </header>
      <main
        id="main"
        tabIndex={-1}
        data-old={hearing.is === 'away' || undefined}
        className="page pb-24 outline-none"
      >
        <Outlet />
      </main>
      <HearingBar hearing={hearing} />
      <Palette isOpen={isPaletteOpen} onClose={() => setPaletteOpen(false)} commands={commands} />
      <HelpDialog isOpen={shownKeys !== undefined} onClose={() => look({ keys: undefined })} />
    </>
  );
}

function useHearing() {
  const queries = useQueryClient();
  const watch = useMemo(() => new WatchAnswers(queries), [queries]);
  return useSyncExternalStore(watch.subscribe, watch.now, watch.now);
}

/** Whether something is so for longer than anybody waits without wondering. */
function useLasting(isSo: boolean): boolean {
  const [isLasting, setLasting] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLasting(isSo), isSo ? SLOW_MS : 0);
    return () => clearTimeout(timer);
  }, [isSo]);
  return isLasting;
}

/** More pages than a phone is wide: the one that is shown is always in sight. */
function NarrowNav() {
  const nav = useRef<HTMLElement>(null);
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  useEffect(() => {
    const shown = nav.current?.querySelector('[aria-current]');
    shown?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  return (
    <nav
      ref={nav}
      aria-label="Pages of the catalog"
      className="page flex gap-1 overflow-x-auto pb-1.5 text-small lg:hidden"
    >
      <PageLinks />
    </nav>
  );
}

interface BarButtonsProps {
  readonly onPalette: () => void;
  readonly onHelp: () => void;
}

function BarButtons({ onPalette, onHelp }: BarButtonsProps) {
  return (
    <div className="flex items-center gap-1">
      <button
        type="button"
        onClick={onPalette}
        aria-label="⌘K: go anywhere"
        title="Go anywhere (⌘K)"
        className="bar-button w-auto px-2 font-mono text-micro max-sm:hidden"
      >
        ⌘K
      </button>
      <span data-theme-button>
        <ThemeButton />
      </span>
      <button
        type="button"
        onClick={onHelp}
        aria-label="Keys"
        title="Keys (?)"
        className="bar-button max-sm:hidden"
      >
        <Icon name="help" />
      </button>
    </div>
  );
}

const changeColours = () =>
  document.querySelector<HTMLButtonElement>('[data-theme-button] button')?.click();

/** The one shortcut that works while somebody types. */
function usePaletteKey(open: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      if (!document.querySelector('dialog[open]')) open();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });
}

/** What a key does on this page, done without the key. */
const press = (key: string) => () =>
  void setTimeout(() => window.dispatchEvent(new KeyboardEvent('keydown', { key })));

function useCommands(openHelp: () => void): readonly Command[] {
  const navigate = useNavigate();
  const isEvent = useRouterState({
    select: ({ location }) => /^\/events\/[^/]+$/.test(location.pathname),
  });
  return useMemo(() => {
    const onEvent: readonly Command[] = [
      { word: 'What changed last', icon: 'swap', keys: 'd', act: press('d') },
      { word: 'Try an event here', icon: 'check', keys: 'v', act: press('v') },
    ];
    return [
      ...(isEvent ? onEvent : []),
      ...[...PAGES, ...FURTHER_PAGES].map(([to, word, keys]) => ({
        word,
        keys,
        icon: 'page' as const,
        act: () => void navigate({ to }),
      })),
      { word: 'Change colours', icon: 'sun', keys: 'c', act: changeColours },
      { word: 'All keys', icon: 'help', keys: '?', act: openHelp },
    ];
  }, [isEvent, navigate, openHelp]);
}

const PAGES = [
  ['/home', 'Home', 'g h'],
  ['/', 'Events', 'g e'],
  ['/changes', 'Changes', 'g d'],
  ['/quarantine', 'Quarantine', 'g q'],
  ['/health', 'Health', 'g p'],
  ['/lineage', 'Lineage', 'g l'],
  ['/sunset', 'Sunset', 'g s'],
  ['/review', 'Review', 'g r'],
] as const;
/** Everything has an address; these are reached from where they belong, and by the palette. */
const FURTHER_PAGES = [
  ['/undescribed', 'Subjects without a contract', 'g u'],
  ['/causality', 'Causes and effects of an event', 'g c'],
  ['/import', 'Import AsyncAPI or ODCS', 'g i'],
] as const;

function PageLinks() {
  return PAGES.map(([to, word]) => (
    <Link
      key={to}
      to={to}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      className="tap h-8 rounded-lg px-2.5 whitespace-nowrap max-lg:px-1.5 text-soft hover:bg-sunken hover:text-ink aria-[current=page]:font-medium aria-[current=page]:text-ink"
    >
      {word}
    </Link>
  ));
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

import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useId } from 'react';
import { nearestQuery } from '../api/catalog';
import { useAnswer } from '../api/use-answer';
import { Icon } from '../parts/icon';

interface MissingProps {
  readonly title: string;
  readonly says: ReactNode;
  /** What somebody may have mistyped; nothing means that no other event would help. */
  readonly sought?: string;
  /** What they may search for instead. */
  readonly words?: string;
  /** A way on that is nearer than the list. */
  readonly children?: ReactNode;
}

/** Nothing is there: what was meant, perhaps, and every way on. */
export function Missing({ title, says, sought, words = sought, children }: MissingProps) {
  useEffect(() => {
    document.title = `${title} · Concordat`;
  }, [title]);
  return (
    <section className="mx-auto max-w-2xl py-14 sm:py-20">
      <p className="numbers text-small text-quiet">404</p>
      <h1 className="mt-1 text-display font-semibold tracking-[-0.025em] break-words">{title}</h1>
      <p className="mt-3 text-lead text-soft break-words">{says}</p>
      {children && <p className="mt-4">{children}</p>}
      {sought && <Nearest name={sought} />}
      {words && <Search words={wordsIn(words)} />}
      <nav aria-label="Ways on" className="mt-10 border-t border-line pt-5 text-small">
        <ul className="flex flex-wrap gap-x-6 gap-y-1">
          {WAYS.map(([to, word]) => (
            <li key={to}>
              <Link to={to} className="link tap">
                {word}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </section>
  );
}

const WAYS = [
  ['/', 'All events'],
  ['/home', 'What needs you'],
  ['/quarantine', 'Quarantine'],
  ['/health', 'Health'],
] as const;

/** The search knows words, not dots and dashes. */
const wordsIn = (name: string) =>
  name
    .split(/[^\p{L}\p{N}]+/u)
    .join(' ')
    .trim();

function Nearest({ name }: { readonly name: string }) {
  const { data } = useAnswer(nearestQuery(name));
  const heading = useId();
  if (!data || data.events.length === 0) return null;
  return (
    <section aria-labelledby={heading} className="mt-8">
      <h2 id={heading} className="text-small text-quiet">
        {data.events.length === 1 ? 'Perhaps you meant' : 'Perhaps you meant one of these'}
      </h2>
      <ul className="panel mt-2 divide-y divide-line">
        {data.events.map((event) => (
          <li key={event.id} className="relative flex flex-wrap items-baseline gap-x-4 px-4 py-3">
            <Link
              to="/events/$id"
              params={{ id: event.id }}
              className="font-medium after:absolute after:inset-0 hover:underline"
            >
              {event.name}
            </Link>
            <code className="min-w-0 flex-1 text-small break-all text-soft">{event.id}</code>
            <span className="text-small text-quiet">{event.owner}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Search({ words }: { readonly words: string }) {
  const navigate = useNavigate();
  return (
    <form
      className="mt-8 flex gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const q = new FormData(event.currentTarget).get('q');
        if (typeof q === 'string') void navigate({ to: '/', search: { q: q.trim() || undefined } });
      }}
    >
      <input
        type="search"
        name="q"
        defaultValue={words}
        aria-label="Search for it"
        autoComplete="off"
        spellCheck={false}
        className="h-9 min-w-0 flex-1 rounded-lg border border-edge bg-raised px-3 text-body"
      />
      <button type="submit" className="button-main h-9">
        <Icon name="search" size={14} /> Search
      </button>
    </form>
  );
}

import { Link, useParams, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isMissing, isPassing, isRefusal, Refused } from '../api/fetch-json';
import { Missing } from './missing';
import { one } from './search-text';
import { soughtName } from './sought-name';

interface TroubleProps {
  readonly error: unknown;
  readonly reset?: () => void;
}

/** The server's sentence, in its words; what was asked is still in the address. */
export function Trouble({ error, reset }: TroubleProps) {
  return isMissing(error) ? <NotThere refused={error} /> : <Told error={error} reset={reset} />;
}

function Told({
  error,
  reset,
}: {
  readonly error: unknown;
  readonly reset: TroubleProps['reset'];
}) {
  const title = error instanceof Refused ? error.title : 'This page met a bug of ours';
  useEffect(() => {
    document.title = `${title} · Concordat`;
  }, [title]);
  return (
    <section role="alert" className="mx-auto max-w-2xl py-14 sm:py-20">
      <h1 className="text-display font-semibold tracking-[-0.025em]">{title}</h1>
      <p className="mt-3 text-lead text-soft">
        {error instanceof Error ? error.message : String(error)}
      </p>
      {isPassing(error) && (
        <p className="mt-4 flex items-center gap-2.5 text-soft">
          <span aria-hidden="true" className="waiting size-2 rounded-full bg-accent" /> The page
          asks every two seconds, and appears here as soon as there is an answer.
        </p>
      )}
      <p className="mt-6 flex gap-6">
        {reset && !isPassing(error) && !isRefusal(error) && (
          <button type="button" onClick={reset} className="link tap">
            Ask again
          </button>
        )}
        <Link to="/" className="link tap">
          All events
        </Link>
      </p>
    </section>
  );
}

/** Something an address names: what it is of may be there, and something like it. */
function NotThere({ refused }: { readonly refused: Refused }) {
  const { id } = useParams({ strict: false });
  const search = useRouterState({
    select: ({ location }) => location.search as Record<string, unknown>,
  });
  const { code } = refused.told;
  const isEventThere = id !== undefined && code !== 'EVENT_UNKNOWN';
  const field = code === 'FIELD_UNKNOWN' ? soughtName(one(search['path']) ?? '') : '';
  const sought = isEventThere ? undefined : (id ?? one(search['of'])?.replace(/^\w+:/, ''));
  return (
    <Missing
      title={refused.title}
      says={refused.message}
      {...(sought && { sought })}
      words={sought ?? field}
    >
      {isEventThere && (
        <Link
          to="/events/$id"
          params={{ id }}
          search={field ? { filter: field } : {}}
          className="link tap"
        >
          {field ? 'Fields with such a name' : 'The event as it is now'}
        </Link>
      )}
    </Missing>
  );
}

/** What the server has no page for, nor anything else. */
export function NotFound() {
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  return (
    <Missing
      title="There is nothing here"
      says={
        <>
          No page of the catalog has the address <code>{pathname}</code>.
        </>
      }
      sought={soughtName(pathname)}
    />
  );
}

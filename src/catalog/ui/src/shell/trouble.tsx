import { Link } from '@tanstack/react-router';
import { Refused } from '../api/fetch-json';

interface TroubleProps {
  readonly error: unknown;
  readonly reset?: () => void;
}

/** The server's sentence, in its words; what was asked is still in the address. */
export function Trouble({ error, reset }: TroubleProps) {
  const title = error instanceof Refused ? error.title : 'This page met a bug of ours';
  return (
    <section role="alert" className="mx-auto max-w-xl py-24">
      <h1 className="text-title font-semibold">{title}</h1>
      <p className="mt-2 text-lead text-soft">
        {error instanceof Error ? error.message : String(error)}
      </p>
      <p className="mt-6 flex gap-6">
        {reset && (
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

export function NotFound() {
  return (
    <Trouble error={new Refused(404, 'No such page', 'Nothing in the catalog has this address.')} />
  );
}

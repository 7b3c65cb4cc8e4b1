import { Link } from '@tanstack/react-router';
import { createContext } from 'react';
import { Icon } from '../parts/icon';

/** A case that left the list it was acted on in. */
export interface SettledCase {
  readonly id: string;
  readonly cause: string | undefined;
  readonly state: string;
}

export const TellSettled = createContext<(settled: SettledCase) => void>(() => undefined);

const WORDS: Readonly<Record<string, string>> = {
  fixed: 'Corrected, and accepted.',
  replayed: 'Sent again, and accepted.',
  discarded: 'Given up.',
};

/** The event is gone from the list; where it went is one step away. */
export function Settled({ settled }: { readonly settled: SettledCase | undefined }) {
  return (
    <p role="status" className="mt-4 empty:hidden">
      {settled && (
        <span className="inline-flex flex-wrap items-center gap-x-2 rounded-lg bg-good-wash px-3.5 py-1.5 text-small text-good">
          <Icon name="check" size={14} /> {WORDS[settled.state] ?? settled.state}
          <Link
            to="/quarantine"
            search={{
              state: settled.state,
              ...(settled.cause !== undefined && { cause: settled.cause }),
              case: settled.id,
            }}
            className="tap font-medium underline"
          >
            See it
          </Link>
        </span>
      )}
    </p>
  );
}

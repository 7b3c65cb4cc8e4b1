import { Link } from '@tanstack/react-router';
import { undescribedQuery } from '../api/desk';
import { useAnswer } from '../api/use-answer';
import { CopyButton } from '../parts/copy-button';
import { plural } from '../parts/numbers';
import { surroundings } from '../shell/surroundings';
import { beginnings } from './beginnings';
import { type DiscoverSearch, FACETS } from './discover-search';

/** The first thing a newcomer may see: what to type, and what will be here then. */
export function EmptyCatalog() {
  const { demo, publish } = beginnings(surroundings().address.origin);
  return (
    <section className="mx-auto max-w-2xl py-16 sm:py-24">
      <h1 className="text-display font-semibold tracking-[-0.025em]">No contract yet</h1>
      <p className="mt-3 text-lead text-soft">
        An event appears here as soon as its contract is published: who owns it, what it promises,
        and, once events flow, what was accepted and what was refused and why.
      </p>
      <dl className="mt-10 space-y-8">
        <Step command={demo} what="See it with real events">
          Publishes contracts for GitHub’s webhooks here and streams real deliveries through the
          gateway, a few of them broken. To be typed in the clone, in a second terminal.
        </Step>
        <Step command={publish} what="Publish your first contract">
          A YAML file beside your schema. This page shows it within two seconds.
        </Step>
      </dl>
      <p className="mt-8 text-soft">
        Described already?{' '}
        <Link to="/import" className="link">
          Import AsyncAPI or ODCS
        </Link>
      </p>
      <Registered />
    </section>
  );
}

/** Whoever comes from a registry has schemas here, and looks for them. */
function Registered() {
  const { data } = useAnswer(undescribedQuery('', ''));
  if (!data || data.total === 0) return null;
  return (
    <p className="mt-2 text-soft">
      Registered already?{' '}
      <Link to="/undescribed" className="link">
        {plural(data.total, 'subject')} without a contract
      </Link>
    </p>
  );
}

interface StepProps {
  readonly what: string;
  readonly command: string;
  readonly children: string;
}

function Step({ what, command, children }: StepProps) {
  return (
    <div>
      <dt className="font-semibold">{what}</dt>
      <dd className="mt-1 text-soft">{children}</dd>
      <dd className="panel mt-3 flex items-center justify-between gap-3 py-2 pr-2 pl-4">
        <code className="overflow-x-auto text-small whitespace-nowrap" tabIndex={0}>
          {command}
        </code>
        <CopyButton text={command} label="Copy the command">
          Copy
        </CopyButton>
      </dd>
    </div>
  );
}

export function NothingFound({ search }: { readonly search: DiscoverSearch }) {
  const isNarrowed = FACETS.some((facet) => search[facet] !== undefined);
  return (
    <div className="max-w-xl py-14">
      <h2 className="text-title font-semibold">
        {search.q ? `No event matches “${search.q}”` : 'No event has all of that'}
      </h2>
      <p className="mt-2 text-soft">
        Every word must be somewhere in an event’s name, id, purpose, owner, topic or tags, or in
        the name or description of one of its fields.
      </p>
      <p className="mt-5 flex gap-6">
        {search.q && isNarrowed && (
          <Link to="/" search={{ q: search.q }} className="link tap">
            Search everywhere
          </Link>
        )}
        <Link to="/" className="link tap">
          Show all events
        </Link>
      </p>
    </div>
  );
}

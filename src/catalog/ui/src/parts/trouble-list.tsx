import { Link } from '@tanstack/react-router';
import type { Trouble } from '../api/desk-answers';
import { Ago } from './ago';
import { Icon } from './icon';

/** What is wrong, one line each, with the page that says more; the worst first. */
export function TroubleList({ troubles }: { readonly troubles: readonly Trouble[] }) {
  return (
    <ul className="panel divide-y divide-line">
      {troubles.map((trouble) => (
        <li key={trouble.sentence} className="flex flex-wrap items-start gap-x-3 px-4 py-3">
          <span
            className={`grid h-6 shrink-0 place-items-center ${trouble.severity === 'bad' ? 'text-bad' : 'text-warn'}`}
          >
            <Icon name={trouble.severity === 'bad' ? 'cross' : 'warn'} />
          </span>
          <p className="min-w-0 flex-1 break-words max-sm:basis-[calc(100%-2rem)]">
            <span className="sr-only">
              {trouble.severity === 'bad' ? 'Wrong: ' : 'Worth a look: '}
            </span>
            {trouble.sentence}
            {trouble.since && (
              <span className="ml-2 text-small text-quiet">
                <Ago at={trouble.since} />
              </span>
            )}
          </p>
          <More trouble={trouble} />
        </li>
      ))}
    </ul>
  );
}

const LOOK = 'link tap shrink-0 text-small max-sm:ml-7';

function More({ trouble: { event, lineage, page, section } }: { readonly trouble: Trouble }) {
  if (event !== undefined && section === 'rollout')
    return (
      <Link to="/events/$id" params={{ id: event }} hash={section} data-stop className={LOOK}>
        See what it did
      </Link>
    );
  if (event !== undefined)
    return (
      <Link to="/events/$id" params={{ id: event }} data-stop className={LOOK}>
        Open the event
      </Link>
    );
  if (lineage !== undefined)
    return (
      <Link to="/lineage" search={{ of: lineage }} data-stop className={LOOK}>
        See its lineage
      </Link>
    );
  if (page === 'quarantine')
    return (
      <Link to="/quarantine" data-stop className={LOOK}>
        Open the quarantine
      </Link>
    );
  return null;
}

import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type {
  DisputedEntity,
  OverdueReader,
  RefusedEvent,
  ReviewedEvent,
  SilentEvent,
  UnreadEvent,
} from '../api/review';
import { EventLink } from '../parts/event-link';
import { LineageLink } from '../parts/lineage-link';
import { exactText, plural, shareText } from '../parts/numbers';

interface LineProps {
  readonly head: ReactNode;
  readonly under: ReactNode;
  readonly children?: ReactNode;
}

/** What it is and whose; beside it what stands out. */
function Line({ head, under, children }: LineProps) {
  return (
    <li className="grid scroll-mt-24 gap-x-8 gap-y-1 py-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div className="min-w-0">
        <p className="font-medium break-words">{head}</p>
        <p className="text-small break-words text-quiet">{under}</p>
      </div>
      <div className="numbers min-w-0 self-center text-small text-soft">{children}</div>
    </li>
  );
}

function Team({ team }: { readonly team: string }) {
  return (
    <Link
      from="/review"
      to="/review"
      search={({ from: _, ...before }) => ({ ...before, team })}
      className="link tap"
    >
      {team}
    </Link>
  );
}

function Whose({ row: { id, owner, domain } }: { readonly row: ReviewedEvent }) {
  return (
    <>
      {domain !== undefined && domain !== owner && `${domain} · `}
      <Team team={owner} /> · <code>{id}</code>
    </>
  );
}

export function Unread({ row }: { readonly row: UnreadEvent }) {
  return (
    <Line head={<EventLink id={row.id} name={row.name} />} under={<Whose row={row} />}>
      {row.topic !== row.id && (
        <p>
          Topic <code className="break-all">{row.topic}</code>
        </p>
      )}
      <p>
        {row.declared.length === 0 ? (
          'Nobody declares to read it either.'
        ) : (
          <>
            Declared and not seen: <Services names={row.declared} />
          </>
        )}
      </p>
    </Line>
  );
}

export function Silent({ row }: { readonly row: SilentEvent }) {
  return (
    <Line head={<EventLink id={row.id} name={row.name} />} under={<Whose row={row} />}>
      <p>
        {row.producers.length === 0 ? (
          'The contract names nobody who sends it.'
        ) : (
          <>
            Should come from <Services names={row.producers} />
          </>
        )}
      </p>
    </Line>
  );
}

export function Refused({ row }: { readonly row: RefusedEvent }) {
  const { id, judged, refused } = row;
  return (
    <Line head={<EventLink id={row.id} name={row.name} />} under={<Whose row={row} />}>
      <p>
        <span className="font-semibold text-bad">{shareText(refused, judged)} refused</span>:{' '}
        {exactText(refused)} of {plural(judged, 'event')}.{' '}
        <Link to="/quarantine" search={{ event: id }} className="link tap">
          See why
        </Link>
      </p>
    </Line>
  );
}

export function Disputed({ row }: { readonly row: DisputedEntity }) {
  const { entity, events, writers, policies, judged, conflicts } = row;
  return (
    <Line
      head={entity}
      under={events.map(({ id, name }, i) => (
        <span key={id}>
          {i > 0 && ', '}
          <EventLink id={id} name={name} className="font-normal" />
        </span>
      ))}
    >
      <p>
        Written by <Services names={writers} />. Conflict policy: {policies.join(', ')}.
      </p>
      <p>
        {conflicts === 0 ? (
          judged === 0 ? (
            'No event of the week.'
          ) : (
            `No conflict among ${plural(judged, 'event')} of the week.`
          )
        ) : (
          <>
            <span className="font-semibold text-bad">
              {shareText(conflicts, judged)} in conflict
            </span>
            : {exactText(conflicts)} of {plural(judged, 'event')} of the week.
          </>
        )}
      </p>
    </Line>
  );
}

export function Overdue({ row }: { readonly row: OverdueReader }) {
  const { consumer, team, of, attestedUntil } = row;
  return (
    <Line head={<Service name={consumer} />} under={<Team team={team} />}>
      <p>
        Reads{' '}
        <Link to="/events/$id" params={{ id: of }} hash="parties" className="link tap">
          {of}
        </Link>
        , said until <span className="font-semibold text-warn">{attestedUntil}</span>.
      </p>
    </Line>
  );
}

const SHOWN_MAX = 6;

/** A few by name; a hundred of them are a number. */
function Services({ names }: { readonly names: readonly string[] }) {
  const left = names.length - SHOWN_MAX;
  return (
    <>
      {names.slice(0, SHOWN_MAX).map((name, i) => (
        <span key={name}>
          {i > 0 && ', '}
          <Service name={name} />
        </span>
      ))}
      {left > 0 && ` and ${exactText(left)} more`}
    </>
  );
}

function Service({ name }: { readonly name: string }) {
  return (
    <LineageLink of={`service:${name}`} className="break-all hover:underline">
      {name}
    </LineageLink>
  );
}

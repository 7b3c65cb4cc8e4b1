import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { HomeAnswer } from '../api/desk-answers';
import { Ago } from '../parts/ago';
import { Badge } from '../parts/badge';
import { EventLink } from '../parts/event-link';
import { countText, exactText, plural } from '../parts/numbers';
import { SunsetLine } from '../sunset/sunset-line';

interface BlockProps {
  readonly id: string;
  readonly title: string;
  readonly more?: ReactNode;
  readonly children: ReactNode;
}

function Block({ id, title, more, children }: BlockProps) {
  return (
    <section aria-labelledby={`${id}-title`} className="min-w-0">
      <div className="mb-2 flex items-baseline justify-between gap-4">
        <h2 id={`${id}-title`} className="text-title font-semibold tracking-[-0.015em]">
          {title}
        </h2>
        {more && <span className="shrink-0 text-small">{more}</span>}
      </div>
      {children}
    </section>
  );
}

const LIST = 'divide-y divide-line border-y border-line';
const ROW = 'flex flex-wrap items-baseline gap-x-4 gap-y-0.5 py-3';

/** Why events are refused, each a link to the cause with its cases. */
export function Causes({ home: { causes, waiting } }: { readonly home: HomeAnswer }) {
  if (causes.length === 0) return null;
  return (
    <Block
      id="causes"
      title="Refused, and waiting for somebody"
      more={
        <Link to="/quarantine" className="link" data-stop>
          {waiting.cases === 1 ? 'The case' : `All ${exactText(waiting.cases)} cases`}
        </Link>
      }
    >
      <ul className={LIST}>
        {causes.map(({ cause, message, code, event, events, lastSeen }) => (
          <li key={cause} className={ROW}>
            <div className="min-w-0 flex-1 basis-80">
              <Link
                to="/quarantine"
                search={{ cause }}
                data-stop
                className="font-medium hover:underline"
              >
                {message}
              </Link>
              <p className="text-small text-quiet">
                {event?.name ?? 'No contract'} · <code>{code}</code>
              </p>
            </div>
            <p className="numbers text-small text-quiet">
              <span className="font-semibold text-bad">{countText(events)}</span>{' '}
              {events === 1 ? 'event' : 'events'}, <Ago at={lastSeen} />
            </p>
          </li>
        ))}
      </ul>
    </Block>
  );
}

/** Changes the registry did not take because they would have broken somebody. */
export function RefusedChanges({ home: { refusedChanges } }: { readonly home: HomeAnswer }) {
  if (refusedChanges.length === 0) return null;
  return (
    <Block id="refused" title="Changes that would have broken somebody">
      <ul className={LIST}>
        {refusedChanges.map(({ what, contractId, code, message, askedBy, count, lastAt }) => (
          <li key={`${what} ${message}`} className={ROW}>
            <div className="min-w-0 flex-1 basis-80">
              {contractId === null ? (
                <code className="font-medium break-words">{what}</code>
              ) : (
                <EventLink id={contractId} name={what} />
              )}
              <p className="line-clamp-3 text-small break-words text-soft">{message}</p>
              <p className="text-small text-quiet">
                <code>{code}</code>
              </p>
            </div>
            <p className="numbers text-small text-quiet">
              {count > 1 && `${exactText(count)} times, last `}
              <Ago at={lastAt} /> by {askedBy}
            </p>
          </li>
        ))}
      </ul>
    </Block>
  );
}

export function Going({ home }: { readonly home: HomeAnswer }) {
  const { sunsets, sunsetsInAll, today } = home;
  if (sunsets.length === 0) return null;
  return (
    <Block
      id="going"
      title="Going"
      more={
        <Link to="/sunset" className="link" data-stop>
          {sunsetsInAll > sunsets.length ? `All ${exactText(sunsetsInAll)}` : 'The board'}
        </Link>
      }
    >
      <ul className={LIST}>
        {sunsets.map((row) => (
          <SunsetLine key={`${row.event.id} ${row.field ?? ''}`} row={row} today={today} />
        ))}
      </ul>
    </Block>
  );
}

/** What nobody answers for. */
export function Nobodys({ home: { undescribed, uncalled } }: { readonly home: HomeAnswer }) {
  if (undescribed === 0 && uncalled.length === 0) return null;
  return (
    <Block id="nobodys" title="Nobody answers for">
      <ul className={LIST}>
        {undescribed > 0 && (
          <li className={ROW}>
            <Link to="/undescribed" data-stop className="font-medium hover:underline">
              {plural(undescribed, 'subject')} without a contract
            </Link>
            <p className="flex-1 basis-60 text-small text-quiet">
              A shape, but no owner and no promise.
            </p>
          </li>
        )}
        {uncalled.map(({ id, name, owner }) => (
          <li key={id} className={ROW}>
            <EventLink id={id} name={name} />
            <p className="flex-1 basis-60 text-small text-quiet">
              Critical, and {owner} names nobody to call.
            </p>
          </li>
        ))}
      </ul>
    </Block>
  );
}

interface WhatChangedProps {
  readonly id: string;
  readonly version: number;
  readonly versions: number;
  readonly before: number | null;
}

/** An event stands here once: several versions of a week are compared together. */
function WhatChanged({ id, version, versions, before }: WhatChangedProps) {
  if (before !== null) {
    const span = `${before}..${version}`;
    return (
      <Link to="/events/$id/diff/$span" params={{ id, span }} className="link numbers shrink-0">
        what changed in {versions === 1 ? version : plural(versions, 'version')}
      </Link>
    );
  }
  if (versions === 1) return <span className="shrink-0 text-quiet">new</span>;
  return (
    <Link to="/changes" search={{ contract: id }} className="link numbers shrink-0">
      new, {plural(versions, 'version')}
    </Link>
  );
}

export function Changed({ home: { changed } }: { readonly home: HomeAnswer }) {
  if (changed.length === 0) return null;
  return (
    <section aria-labelledby="changed-title">
      <div className="flex items-baseline justify-between gap-3 text-small">
        <h2 id="changed-title" className="text-quiet">
          Changed lately
        </h2>
        <Link to="/changes" className="link" data-stop>
          All changes
        </Link>
      </div>
      <ul className="mt-2 space-y-2.5 text-small">
        {changed.map(({ event, isForced, publishedAt, publishedBy, reason, ...row }) => (
          <li key={event.id}>
            <p className="flex items-baseline justify-between gap-3">
              <EventLink {...event} className="min-w-0 truncate font-medium" />
              <WhatChanged id={event.id} {...row} />
            </p>
            {reason && <p className="break-words text-soft">{reason}</p>}
            <p className="flex items-center gap-2 text-quiet">
              <Ago at={publishedAt} /> by {publishedBy}
              {isForced && <Badge tone="warn">forced</Badge>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

import { getRouteApi, Link } from '@tanstack/react-router';
import type { SunsetRow, SunsetsAnswer } from '../api/desk-answers';
import { sunsetsQuery } from '../api/desk';
import { useAnswer } from '../api/use-answer';
import type { ReactNode } from 'react';
import { NextPage } from '../parts/next-page';
import { Badge, StatusBadge } from '../parts/badge';
import { daysBetween, pressing } from '../parts/countdown';
import { FirstRows } from '../parts/first-rows';
import { countText, plural } from '../parts/numbers';
import { PageHead, PageWaiting } from '../parts/page-head';
import { PastEnd } from '../parts/past-end';
import { stepFocus } from '../parts/step-focus';
import { useShortcuts } from '../shell/shortcuts';
import { Trouble } from '../shell/trouble';
import { Countdown } from './sunset-line';

const route = getRouteApi('/sunset');

/** What goes, when, and who still holds on to it. */
export function SunsetPage() {
  const search = route.useSearch();
  const { data, error, again } = useAnswer(sunsetsQuery(search));
  const { team } = search;
  useShortcuts({
    j: () => stepFocus('[data-stop]', 1),
    k: () => stepFocus('[data-stop]', -1),
  });
  if (error && !data) return <Trouble error={error} reset={again} />;
  if (!data) return <PageWaiting label="The board is loading" />;
  return (
    <div className="pt-10">
      <PageHead title="Sunset" says={boardText(data)} />
      {team !== undefined && (
        <p className="mt-5 text-small text-soft">
          Of {team} only.{' '}
          <Link to="/sunset" className="link" data-stop>
            Show everybody’s
          </Link>
        </p>
      )}
      {GROUPS.map(([how, title]) => (
        <Group key={how} {...{ how, title, data }} />
      ))}
      {data.rows.length === 0 &&
        (search.after === undefined ? <Nothing team={team} /> : <PastEnd to="/sunset" />)}
      <NextPage to="/sunset" after={data.next} />
    </div>
  );
}

type How = 'over' | 'soon' | 'later' | 'never';
const GROUPS: readonly (readonly [How, string])[] = [
  ['over', 'The day is over'],
  ['soon', 'Within a month'],
  ['later', 'Later'],
  ['never', 'Deprecated, no day set'],
];

const howOf = ({ sunsetOn }: SunsetRow, today: string): How =>
  sunsetOn === undefined ? 'never' : pressing(daysBetween(today, sunsetOn));
const rowsOf = (rows: readonly SunsetRow[], how: How, today: string) =>
  rows.filter((row) => howOf(row, today) === how);

function boardText({ counts: { over, soon, later, never } }: SunsetsAnswer): string {
  const count = over + soon + later + never;
  if (count === 0) return 'Nothing is about to go';
  const all = `${plural(count, 'event or field', 'events and fields')} ${count === 1 ? 'goes' : 'go'}`;
  if (over > 0) return `${all}; for ${over} the day is over`;
  return soon > 0 ? `${all}, ${soon} within a month` : `${all}, none within a month`;
}

interface GroupProps {
  readonly how: How;
  readonly title: string;
  readonly data: SunsetsAnswer;
}

function Group({ how, title, data: { today, counts, rows: all } }: GroupProps) {
  const rows = rowsOf(all, how, today);
  if (rows.length === 0) return null;
  return (
    <section aria-label={title} className="mt-9">
      <h2 className="mb-2 flex items-baseline gap-3 text-title font-semibold tracking-[-0.015em]">
        {title} <span className="numbers text-small font-normal text-quiet">{counts[how]}</span>
      </h2>
      <ul className="divide-y divide-line border-y border-line">
        <FirstRows rows={rows} rem={5.7}>
          {(row) => <Row key={`${row.event.id} ${row.field ?? ''}`} row={row} today={today} />}
        </FirstRows>
      </ul>
    </section>
  );
}

function Row({ row, today }: { readonly row: SunsetRow; readonly today: string }) {
  return (
    <li className="grid gap-x-8 gap-y-3 py-4 md:grid-cols-[9rem_minmax(0,5fr)_minmax(0,4fr)_minmax(0,4fr)]">
      <p>
        <Countdown row={row} today={today} />
        <span className="numbers block text-small text-quiet">{row.sunsetOn}</span>
      </p>
      <What row={row} />
      <Holders title="Still sent by" none="Nobody sent it in seven days">
        {row.producers.map(({ name, accepted }) => (
          <li key={name} className="flex gap-2">
            <span className="min-w-0 wrap-anywhere">{name}</span>
            <span className="numbers shrink-0 text-quiet">{timesText(accepted)} in seven days</span>
          </li>
        ))}
      </Holders>
      <Holders title="Still read by" none="Nobody is known to read it">
        {row.consumers.map(({ name, team, isDeclared, isSeen }) => (
          <li key={name} className="flex items-center justify-between gap-3">
            <span className="min-w-0 wrap-anywhere">
              {name}
              {team !== undefined && <span className="text-quiet"> · {team}</span>}
            </span>
            <Badge tone={isDeclared ? 'plain' : 'warn'}>
              {isDeclared ? (isSeen ? 'declared, seen' : 'declared') : 'observed'}
            </Badge>
          </li>
        ))}
      </Holders>
    </li>
  );
}

function timesText(accepted: number): string {
  if (accepted === 0) return 'only what was refused';
  return accepted === 1 ? 'once' : `${countText(accepted)} times`;
}

function What({ row }: { readonly row: SunsetRow }) {
  const { event, field, owner, status, replacedBy, migration, deprecatedOn } = row;
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-3">
        <Link
          to="/events/$id"
          params={{ id: event.id }}
          search={field === undefined ? {} : { field }}
          data-stop
          className="font-medium break-words hover:underline"
        >
          {field === undefined ? event.name : <code>{field}</code>}
        </Link>
        {field === undefined ? (
          <StatusBadge status={status} />
        ) : (
          <span className="text-small text-quiet">of {event.name}</span>
        )}
      </p>
      <p className="text-small text-quiet">
        <Link to="/sunset" search={{ team: owner }} className="link">
          {owner}
        </Link>
        {deprecatedOn !== undefined && `, deprecated ${deprecatedOn}`}
      </p>
      {replacedBy !== undefined && (
        <p className="mt-1 text-small text-soft">
          Use <code>{replacedBy}</code> instead.
        </p>
      )}
      {migration !== undefined && (
        <p className="mt-1 text-small break-words text-soft">{migration}</p>
      )}
    </div>
  );
}

interface HoldersProps {
  readonly title: string;
  readonly none: string;
  readonly children: readonly ReactNode[];
}

function Holders({ title, none, children }: HoldersProps) {
  return (
    <div className="min-w-0 text-small">
      <p className="text-quiet">{children.length > 0 ? title : none}</p>
      {children.length > 0 && <ul className="mt-0.5 space-y-0.5">{children}</ul>}
    </div>
  );
}

function Nothing({ team }: { readonly team: string | undefined }) {
  return (
    <div className="max-w-xl py-12">
      <h2 className="text-title font-semibold">
        {team === undefined ? 'Everything stays' : `Everything of ${team} stays`}
      </h2>
      <p className="mt-2 text-soft">
        A contract that says <code>deprecation: {'{ from, sunset }'}</code>, and a field that says{' '}
        <code>sunsetOn</code>, appear here with who still sends and who still reads them.
      </p>
    </div>
  );
}

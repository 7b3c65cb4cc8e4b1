import { getRouteApi, Link } from '@tanstack/react-router';
import type { Cause, Counted } from '../api/answers';
import { causeCasesQuery } from '../api/catalog';
import { useAnswer } from '../api/use-answer';
import { Ago } from '../parts/ago';
import { countText, exactText, plural } from '../parts/numbers';
import { OpenRow } from '../parts/open-row';
import { Unanswered } from '../parts/unanswered';
import { useLook } from '../shell/use-look';
import { CaseItem } from './case-item';

const route = getRouteApi('/quarantine');

/** One cause on one line; below it who sent such events, and the events. */
export function CauseItem({ cause }: { readonly cause: Cause }) {
  const search = route.useSearch();
  const look = useLook();
  const isOpen = search.cause === cause.cause;
  const toggle = () =>
    look({ cause: isOpen ? undefined : cause.cause, case: undefined, act: undefined });
  return (
    <OpenRow
      of="cause"
      isOpen={isOpen}
      onToggle={toggle}
      look="grid grid-cols-[1.25rem_minmax(0,1fr)] items-start gap-x-2 py-3.5 md:grid-cols-[1.25rem_minmax(0,1fr)_11rem_5rem_7.5rem] md:gap-x-5"
      markLook="grid h-6 place-items-center"
      line={<Line cause={cause} />}
      within="grid gap-x-10 gap-y-6 pb-8 md:pl-7 lg:grid-cols-[minmax(0,1fr)_17rem]"
    >
      <CauseBody cause={cause} />
    </OpenRow>
  );
}

function Line({ cause }: { readonly cause: Cause }) {
  return (
    <>
      <span className="min-w-0">
        <span className="block font-medium">{cause.message}</span>
        <span className="block text-small break-words text-quiet">
          <code className="text-bad">{cause.code}</code>
          {cause.pointer && (
            <>
              {' at '}
              <code>{cause.pointer}</code>
            </>
          )}
        </span>
      </span>
      <span className="contents max-md:col-start-2 max-md:flex max-md:flex-wrap max-md:gap-x-4">
        <span className="min-w-0 text-small">
          <span className="block truncate font-medium">{cause.event?.name ?? 'No contract'}</span>
          <span className="block truncate text-quiet max-md:hidden">
            {plural(cause.producers.length, 'producer')}
          </span>
        </span>
        <span className="numbers text-small md:text-right">
          <span className="font-semibold text-bad">{countText(cause.events)}</span>
          <span className="text-quiet"> {cause.events === 1 ? 'event' : 'events'}</span>
        </span>
        <span className="text-small text-quiet md:text-right">
          <Ago at={cause.lastSeen} />
        </span>
      </span>
    </>
  );
}

function CauseBody({ cause }: { readonly cause: Cause }) {
  const search = route.useSearch();
  const { data, error } = useAnswer(causeCasesQuery(search, cause.cause));
  return (
    <>
      <div className="min-w-0">
        {error && !data && <Unanswered error={error} />}
        {!data && !error && (
          <div role="status" aria-label="The events are loading" className="waiting h-24" />
        )}
        {data && (
          <>
            <ul className="border-t border-line">
              {data.cases.map((each) => (
                <CaseItem key={each.id} refusal={each} />
              ))}
            </ul>
            {data.cases.length < cause.cases && (
              <p className="mt-2 text-small text-quiet">
                The newest {exactText(data.cases.length)} of {exactText(cause.cases)}.
              </p>
            )}
          </>
        )}
      </div>
      <aside aria-label="Who and which version" className="space-y-6 max-lg:order-first">
        {cause.event && (
          <Link to="/events/$id" params={{ id: cause.event.id }} className="link tap text-small">
            What {cause.event.name} promises
          </Link>
        )}
        <Counts
          title="Producers"
          rows={cause.producers}
          wordOf={(name) => name || 'unknown'}
          onChoose="producer"
        />
        <Counts title="Judged by version" rows={cause.versions} wordOf={(name) => name || 'none'} />
      </aside>
    </>
  );
}

interface CountsProps {
  readonly title: string;
  readonly rows: readonly Counted[];
  readonly wordOf: (name: string) => string;
  readonly onChoose?: 'producer';
}

function Counts({ title, rows, wordOf, onChoose }: CountsProps) {
  const most = Math.max(1, ...rows.map(({ events }) => events));
  return (
    <table className="numbers w-full text-small">
      <thead>
        <tr className="text-quiet">
          <th scope="col" className="pb-1 text-left font-normal">
            {title}
          </th>
          <th scope="col" className="pb-1 text-right font-normal">
            Events
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, events }) => (
          <tr key={name}>
            <td className="w-full max-w-0 py-0.5 pr-4">
              <span className="block truncate" title={name}>
                {onChoose && name ? (
                  <Link
                    from="/quarantine"
                    to="/quarantine"
                    search={(before) => ({ ...before, [onChoose]: name })}
                    className="link"
                  >
                    {wordOf(name)}
                  </Link>
                ) : (
                  wordOf(name)
                )}
              </span>
              <span
                aria-hidden="true"
                className="mt-0.5 block h-1 rounded-full bg-bad-fill/70"
                style={{ width: `${(events / most) * 100}%` }}
              />
            </td>
            <td className="py-0.5 text-right align-top">{exactText(events)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import { Link, useNavigate } from '@tanstack/react-router';
import type { EventRow, RowTraffic } from '../api/answers';
import { StatusBadge } from '../parts/badge';
import { FirstRows } from '../parts/first-rows';
import { Icon } from '../parts/icon';
import { fieldName, searchForField } from '../event/event-search';
import { Marked } from '../parts/marked';
import { Prose } from '../parts/prose';
import { countText } from '../parts/numbers';
import { Sparkline } from '../parts/sparkline';
import { stepFocus } from '../parts/step-focus';
import { useShortcuts } from '../shell/shortcuts';

const COLUMNS =
  'grid items-center gap-x-6 md:grid-cols-[minmax(0,1fr)_9.5rem_7.5rem_4.25rem_4.25rem]';

/** The name of each event, not the links to its fields. */
const NAMES = '[data-name]';

interface EventListProps {
  readonly events: readonly EventRow[];
  readonly query: string | undefined;
}

/** Focus is the cursor: j and k move it, and Enter is what Enter is on any link. */
export function EventList({ events, query }: EventListProps) {
  useShortcuts({
    j: () => stepFocus(NAMES, 1),
    k: () => stepFocus(NAMES, -1),
    d: () => openLastChange(),
  });
  const navigate = useNavigate();
  const openLastChange = () => {
    const id = document.activeElement?.getAttribute('data-name');
    const version = events.find((event) => event.id === id)?.version ?? 1;
    if (!id || version < 2) return;
    const span = `${version - 1}..${version}`;
    void navigate({ to: '/events/$id/diff/$span', params: { id, span } });
  };
  const alike = namesTwice(events);
  return (
    <>
      <div
        aria-hidden="true"
        className={`${COLUMNS} border-b border-line pb-2 text-micro text-quiet max-md:hidden`}
      >
        <span>Event</span>
        <span>Owner</span>
        <span>Last 30 minutes</span>
        <span className="text-right">Accepted</span>
        <span className="text-right">Refused</span>
      </div>
      <ul>
        <FirstRows rows={events} rem={4.8125}>
          {(event) => (
            <Row key={event.id} event={event} query={query} isAlike={alike.has(event.name)} />
          )}
        </FirstRows>
      </ul>
    </>
  );
}

/** Only where names do not tell events apart their ids are shown. */
function namesTwice(events: readonly EventRow[]): ReadonlySet<string> {
  const once = new Set<string>();
  return new Set(events.flatMap(({ name }) => (once.size === once.add(name).size ? [name] : [])));
}

interface RowProps {
  readonly event: EventRow;
  readonly query: string | undefined;
  readonly isAlike: boolean;
}

function Row({ event, query, isAlike }: RowProps) {
  const navigate = useNavigate();
  const field = event.matched[0];
  return (
    <li
      data-row
      onClick={(click) => {
        const at = click.target as HTMLElement;
        if (at.closest('a') || window.getSelection()?.toString()) return;
        void navigate({ to: '/events/$id', params: { id: event.id } });
      }}
      className={`${COLUMNS} row relative isolate cursor-pointer scroll-mt-20 scroll-mb-4 border-b border-line py-3.5 md:min-h-[4.75rem]`}
    >
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5">
          <Link
            data-name={event.id}
            to="/events/$id"
            params={{ id: event.id }}
            className="font-semibold tracking-[-0.01em]"
          >
            <Marked text={event.name} words={query} />
          </Link>
          {isAlike && event.purpose && (
            <code className="text-micro break-all text-quiet">{event.id}</code>
          )}
          {event.status !== 'active' && <StatusBadge status={event.status} />}
          {event.personalFields > 0 && (
            <span className="inline-flex items-center gap-1 text-micro text-private">
              <Icon name="lock" size={12} />
              {event.personalFields} personal
              <span className="sr-only">{event.personalFields === 1 ? 'field' : 'fields'}</span>
            </span>
          )}
        </p>
        <p className="truncate text-small text-soft">
          {event.purpose ? (
            <Prose text={event.purpose} words={query} />
          ) : (
            <code className="text-quiet">{event.id}</code>
          )}
        </p>
        {field && (
          <p className="mt-0.5 truncate text-small text-quiet">
            Field{' '}
            <Link
              to="/events/$id"
              params={{ id: event.id }}
              search={searchForField(field.path)}
              className="link"
            >
              <code>
                <Marked text={fieldName(field.path)} words={query} />
              </code>
            </Link>{' '}
            {field.description && <Prose text={field.description} words={query} />}
          </p>
        )}
      </div>
      <p className="min-w-0 text-small max-md:mt-1 max-md:flex max-md:gap-2">
        <span className="block truncate">{event.owner}</span>
        {event.domain && event.domain !== event.owner && (
          <span className="block truncate text-quiet">{event.domain}</span>
        )}
      </p>
      <Traffic traffic={event.traffic} />
    </li>
  );
}

function Traffic({ traffic }: { readonly traffic: RowTraffic }) {
  const { accepted, refused, acceptedByMinute, refusedByMinute } = traffic;
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  const label = `Last 30 minutes: ${sum(acceptedByMinute)} accepted, ${sum(refusedByMinute)} refused`;
  return (
    <div className="numbers text-small max-md:mt-2 max-md:flex max-md:items-center max-md:gap-4 md:contents">
      <Sparkline
        accepted={acceptedByMinute}
        refused={refusedByMinute}
        label={label}
        className="h-7 w-full max-md:order-last max-md:h-5 max-md:max-w-32 max-md:flex-1"
      />
      <p className="md:text-right">
        <span className={accepted > 0 ? '' : 'text-quiet'}>{countText(accepted)}</span>
        <span className="text-quiet md:sr-only"> accepted</span>
      </p>
      <p className="md:text-right">
        <span className={refused > 0 ? 'font-medium text-bad' : 'text-quiet'}>
          {countText(refused)}
        </span>
        <span className={`md:sr-only ${refused > 0 ? 'text-bad' : 'text-quiet'}`}> refused</span>
      </p>
    </div>
  );
}

/** The same heights as the real rows, so that nothing jumps when they come. */
export function EventListWaiting() {
  return (
    <div role="status" aria-label="Events are loading" className="lg:pl-[15.5rem]">
      <div className="waiting mb-8 h-10 w-48" />
      {Array.from({ length: 8 }, (_, i) => (
        <div
          key={i}
          className="flex h-[4.75rem] flex-col justify-center gap-2 border-b border-line"
        >
          <div className="waiting h-4 w-56" />
          <div className="waiting h-3 w-4/5 max-w-lg" />
        </div>
      ))}
    </div>
  );
}

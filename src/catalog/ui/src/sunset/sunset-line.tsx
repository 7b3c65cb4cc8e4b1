import { Link } from '@tanstack/react-router';
import type { SunsetRow } from '../api/desk-answers';
import { countdownText, daysBetween, pressing } from '../parts/countdown';
import { Icon } from '../parts/icon';
import { plural } from '../parts/numbers';

const TONES = { over: 'text-bad', soon: 'text-warn', later: 'text-soft' } as const;

interface SunsetLineProps {
  readonly row: SunsetRow;
  readonly today: string;
}

/** When it goes, in words; what; and how many still hold on to it. */
export function SunsetLine({ row, today }: SunsetLineProps) {
  const held = row.consumers.length;
  return (
    <li className="flex flex-wrap items-baseline gap-x-5 gap-y-0.5 py-3">
      <span className="w-36 shrink-0">
        <Countdown row={row} today={today} />
      </span>
      <span className="min-w-0 flex-1 basis-60">
        <Link
          to="/events/$id"
          params={{ id: row.event.id }}
          search={row.field === undefined ? {} : { field: row.field }}
          data-stop
          className="font-medium hover:underline"
        >
          {row.field === undefined ? row.event.name : <code>{row.field}</code>}
        </Link>
        {row.field !== undefined && <span className="text-quiet"> of {row.event.name}</span>}
      </span>
      <span className="text-small text-quiet">
        {held === 0 ? 'nobody is known to read it' : `${plural(held, 'reader')} left`}
      </span>
    </li>
  );
}

/** Word, icon and colour: over, soon, or later; and the day itself. */
export function Countdown({ row: { sunsetOn }, today }: SunsetLineProps) {
  if (sunsetOn === undefined) return <span className="text-quiet">no day set</span>;
  const days = daysBetween(today, sunsetOn);
  const how = pressing(days);
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${TONES[how]}`} title={sunsetOn}>
      <Icon name={how === 'over' ? 'cross' : how === 'soon' ? 'warn' : 'sunset'} size={14} />
      {countdownText(days)}
    </span>
  );
}

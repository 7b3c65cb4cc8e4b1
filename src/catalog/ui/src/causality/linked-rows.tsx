import { Link } from '@tanstack/react-router';
import type { LinkedEvent } from '../api/causality';
import { Ago } from '../parts/ago';
import { Badge } from '../parts/badge';
import { durationText } from '../parts/numbers';
import { lookOf } from '../parts/verdict';

const US_PER_MS = 1_000;
/** Effects of effects move to the right, as far as a phone is wide. */
const STEPS = ['', 'pl-5', 'pl-10', 'pl-14', 'pl-18'] as const;

interface LinkedRowsProps {
  readonly events: readonly LinkedEvent[];
  readonly label: string;
  /** The one that was asked for. */
  readonly chosen?: string;
}

/** Events one below the other: whose they are, what became of them, how long after their cause. */
export function LinkedRows({ events, label, chosen }: LinkedRowsProps) {
  return (
    <ol aria-label={label} className="border-t border-line">
      {events.map((event) => (
        <li
          key={`${event.id} ${event.source}`}
          aria-current={event.id === chosen ? 'true' : undefined}
          className={`border-b border-line py-3 ${event.id === chosen ? 'bg-raised' : ''}`}
        >
          <div
            className={`flex flex-wrap items-baseline gap-x-4 gap-y-1 ${STEPS[Math.min(Math.max(event.distance - 1, 0), STEPS.length - 1)] ?? ''}`}
          >
            <Row event={event} isChosen={event.id === chosen} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function Row({ event, isChosen }: { readonly event: LinkedEvent; readonly isChosen: boolean }) {
  const { contract, fate, id, source, sinceCauseMs, judgedAt } = event;
  const { word, tone, icon, meaning } = lookOf(fate);
  return (
    <>
      <span className="min-w-0 flex-1 basis-64">
        <Link to="/events/$id" params={{ id: contract.id }} className="link font-medium">
          {contract.name ?? contract.id}
        </Link>
        <span className="block text-small break-words text-quiet">
          {isChosen ? (
            <code className="font-semibold text-ink">{id}</code>
          ) : (
            <Link to="/causality" search={{ id }} className="link tap">
              <code>{id}</code>
            </Link>
          )}{' '}
          from {source}
        </span>
      </span>
      <Badge tone={tone} icon={icon} title={meaning}>
        {word}
      </Badge>
      <span className="numbers text-small text-quiet md:w-44 md:text-right">
        {sinceCauseMs === undefined ? '' : `${laterText(sinceCauseMs)} · `}
        <Ago at={judgedAt} />
      </span>
    </>
  );
}

/** Gateways have clocks of their own: an effect may seem to come before its cause. */
export const laterText = (ms: number): string =>
  ms < 0
    ? `${durationText(-ms * US_PER_MS)} before its cause`
    : `${durationText(ms * US_PER_MS)} later`;

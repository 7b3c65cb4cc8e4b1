import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { HealthAnswer } from '../api/desk-answers';
import { Ago } from '../parts/ago';
import { Badge } from '../parts/badge';
import { EventLink } from '../parts/event-link';
import { LineageLink } from '../parts/lineage-link';
import { countText, durationText, exactText, plural } from '../parts/numbers';

/** A number unless it says otherwise; what a phone has no room for is told under the first word. */
interface Head {
  readonly word: string;
  readonly isText?: boolean;
  readonly isWide?: boolean;
}

const wide = (word: string, more: Partial<Head> = {}): Head => ({ word, isWide: true, ...more });

interface TableProps {
  readonly id: string;
  readonly title: string;
  readonly aside?: string;
  readonly heads: readonly Head[];
  readonly children: ReactNode;
}

/** The first column is words, the others are numbers; on a phone it scrolls by itself. */
function Table({ id, title, aside, heads, children }: TableProps) {
  return (
    <section className="min-w-0">
      <h2 id={`${id}-title`} className="mb-2 text-title font-semibold tracking-[-0.015em]">
        {title}
        {aside && <span className="ml-3 text-small font-normal text-quiet">{aside}</span>}
      </h2>
      <div className="overflow-x-auto" role="region" aria-labelledby={`${id}-title`} tabIndex={0}>
        <table className="numbers w-full text-small">
          <thead>
            <tr className="border-b border-line text-quiet">
              {heads.map(({ word, isText, isWide }, i) => (
                <th
                  key={word}
                  scope="col"
                  className={`pb-1.5 font-normal whitespace-nowrap ${i === 0 ? '' : 'pl-5'} ${i === 0 || isText ? 'text-left' : 'text-right'} ${isWide ? 'max-sm:hidden' : ''}`}
                >
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
    </section>
  );
}

const EACH = 'border-b border-line py-2 pl-5 whitespace-nowrap align-top';
const CELL = `${EACH} text-right`;
const WIDE = `${CELL} max-sm:hidden`;
const WORD = `${EACH} max-sm:hidden`;
const FIRST = 'min-w-32 border-b border-line py-2';
const UNDER = 'block text-quiet sm:hidden';

const MODES: Readonly<Record<string, string>> = {
  off: 'not checked',
  observe: 'observed',
  warn: 'warned about',
  enforce: 'enforced',
};
const TIERS = {
  bytes: 'on bytes',
  part: 'bytes, then value',
  value: 'on values',
  nothing: 'not judged',
} as const;

function NoneInForce() {
  return (
    <>
      No contract is in force.{' '}
      <Link to="/" className="link" data-stop>
        How to begin
      </Link>
    </>
  );
}

/** The events with most refusals first. */
export function EventTable({ health: { events, modes } }: { readonly health: HealthAnswer }) {
  const how = modes
    .map(({ mode, contracts }) => `${exactText(contracts)} ${MODES[mode] ?? mode}`)
    .join(', ');
  if (events.length === 0)
    return (
      <section aria-label="Events">
        <h2 className="text-title font-semibold">No event came in 24 hours</h2>
        <p className="mt-1 text-soft">{how === '' ? <NoneInForce /> : `Contracts: ${how}.`}</p>
      </section>
    );
  return (
    <Table
      id="events"
      title="By event"
      aside={how}
      heads={[
        { word: 'Most refused first' },
        { word: 'Accepted' },
        { word: 'Refused' },
        wide('Mean time'),
        wide('Judged', { isText: true }),
        wide('Mode', { isText: true }),
      ]}
    >
      {events.map(({ id, name, accepted, refused, decisionUs, tier, mode }) => (
        <tr key={id}>
          <td className={FIRST}>
            <EventLink id={id} name={name} />
            <span className={UNDER}>
              {MODES[mode] ?? mode}, {durationText(decisionUs)}
            </span>
          </td>
          <td className={CELL}>{countText(accepted)}</td>
          <td className={`${CELL} ${refused > 0 ? 'font-semibold text-bad' : 'text-quiet'}`}>
            {countText(refused)}
          </td>
          <td className={WIDE}>{durationText(decisionUs)}</td>
          <td className={`${WORD} text-quiet`}>{tier ? TIERS[tier] : 'unknown'}</td>
          <td className={WORD}>
            <Badge tone={mode === 'enforce' ? 'good' : 'warn'}>{MODES[mode] ?? mode}</Badge>
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function ReasonTable({ health: { reasons } }: { readonly health: HealthAnswer }) {
  if (reasons.length === 0) return null;
  return (
    <Table
      id="reasons"
      title="Refused because"
      heads={[{ word: 'Reason' }, { word: 'Events' }, { word: 'Contracts' }]}
    >
      {reasons.map(({ reason, count, contracts }) => (
        <tr key={reason}>
          <td className={FIRST}>
            <code>{reason}</code>
          </td>
          <td className={`${CELL} text-bad`}>{exactText(count)}</td>
          <td className={`${CELL} text-quiet`}>{exactText(contracts)}</td>
        </tr>
      ))}
    </Table>
  );
}

export function RelayTable({ health: { relay } }: { readonly health: HealthAnswer }) {
  if (relay.length === 0) return null;
  return (
    <Table
      id="relay"
      title="On the way to Kafka"
      heads={[{ word: 'Topic' }, { word: 'Events waiting' }]}
    >
      {relay.map(({ topic, events }) => (
        <tr key={topic}>
          <td className={FIRST}>
            <code>{topic}</code>
          </td>
          <td className={CELL}>{exactText(events)}</td>
        </tr>
      ))}
    </Table>
  );
}

export function GroupTable({ health: { groups } }: { readonly health: HealthAnswer }) {
  if (groups.length === 0) return null;
  return (
    <div className="mt-11">
      <Table
        id="groups"
        title="Consumers"
        aside={plural(groups.length, 'group')}
        heads={[
          { word: 'Furthest behind first' },
          wide('Topic', { isText: true }),
          { word: 'Behind' },
          { word: 'Members' },
          wide('Reads', { isText: true }),
          wide('Last commit'),
        ]}
      >
        {groups.map(({ name, topic, where, members, lag, lastSeen }) => (
          <tr key={`${name} ${topic} ${where}`}>
            <td className={FIRST}>
              <LineageLink of={`service:${name}`} className="font-medium hover:underline">
                {name}
              </LineageLink>
              <code className={UNDER}>{topic}</code>
            </td>
            <td className={WORD}>
              <code>{topic}</code>
            </td>
            <td className={`${CELL} ${lag > 0 && members === 0 ? 'font-semibold text-bad' : ''}`}>
              {exactText(lag)}
            </td>
            <td className={`${CELL} ${members === 0 ? (lag > 0 ? 'text-bad' : 'text-quiet') : ''}`}>
              {members === 0 ? 'nobody' : members}
            </td>
            <td className={`${WORD} text-quiet`}>{where === 'kafka' ? 'Kafka' : 'the log'}</td>
            <td className={`${WIDE} text-quiet`}>
              {lastSeen === undefined ? 'never' : <Ago at={lastSeen} />}
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

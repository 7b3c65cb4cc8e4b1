import type { ReactNode } from 'react';
import type { FieldAnswer, SeenValues } from '../api/desk-answers';
import { LongListLink, useLongList } from '../event/long-list';
import { Section } from '../event/section';
import { Ago } from '../parts/ago';
import { Badge } from '../parts/badge';
import { LineageLink } from '../parts/lineage-link';
import { exactText } from '../parts/numbers';

/** Declared readers with what they need; and those nobody knows about but the broker. */
export function Readers({ data: { readers } }: { readonly data: FieldAnswer }) {
  return (
    <Parties
      list="readers"
      title="Who reads it"
      none="Nobody has declared to read it, and no group of consumers reads its topic."
    >
      {readers.map(({ name, team, isDeclared, isSeen, need }) => (
        <Party
          key={name}
          name={name}
          detail={team}
          badge={
            <Badge tone={isDeclared ? 'good' : 'warn'} icon={isDeclared ? 'check' : 'warn'}>
              {isDeclared ? (isSeen ? 'declared, seen' : 'declared') : 'observed: may read it'}
            </Badge>
          }
        >
          {need?.values && <Known values={need.values} fails={need.onUnknown === 'fail'} />}
        </Party>
      ))}
    </Parties>
  );
}

const VALUES = 3;

/** Values a reader can tell apart: a few, for who has many of them reads them elsewhere. */
function Known({
  values,
  fails,
}: {
  readonly values: readonly unknown[];
  readonly fails: boolean;
}) {
  const all = values.map((value) => JSON.stringify(value));
  const more = all.length - VALUES;
  return (
    <span className="block text-small wrap-anywhere text-soft" title={all.join(', ')}>
      knows {all.slice(0, VALUES).join(', ')}
      {more > 0 && ` and ${exactText(more)} more`};{' '}
      {fails ? 'fails at any other' : 'ignores others'}
    </span>
  );
}

export function Writers({ data: { writers, seen } }: { readonly data: FieldAnswer }) {
  return (
    <Parties
      list="writers"
      title="Who writes it"
      none="No producer of this event was seen in seven days."
      after={seen && <Senders seen={seen} />}
    >
      {writers.map(({ name, isDeclared, lastSeen }) => (
        <Party
          key={name}
          name={name}
          detail={lastSeen && <Ago at={lastSeen} />}
          badge={
            <Badge tone={isDeclared ? 'good' : 'warn'} icon={isDeclared ? 'check' : 'warn'}>
              {isDeclared ? 'declared, seen' : 'observed'}
            </Badge>
          }
        />
      ))}
    </Parties>
  );
}

const LEAVERS = 4;

/** Who sends it always is nobody to look at: those who leave it out are named. */
function Senders({ seen: { senders } }: { readonly seen: SeenValues }) {
  if (senders.length === 0) return null;
  const leaving = senders.filter(({ present, events }) => present < events);
  const more = leaving.length - LEAVERS;
  const named = leaving
    .slice(0, LEAVERS)
    .map(({ name, present, events }) =>
      present === 0
        ? `${name || 'unknown'} left it out every time`
        : `${name || 'unknown'} sent it ${exactText(present)} of ${exactText(events)} times`,
    );
  const all =
    senders.length === 1
      ? `${senders[0]?.name || 'unknown'}`
      : `all ${exactText(senders.length)} senders`;
  return (
    <p className="mt-3 text-small wrap-anywhere text-quiet">
      In the newest events {leaving.length === 0 ? `${all} sent it every time` : named.join('; ')}
      {more > 0 && `; and ${exactText(more)} more left it out at times`}.
    </p>
  );
}

interface PartiesProps {
  readonly list: 'readers' | 'writers';
  readonly title: string;
  readonly none: string;
  readonly children: readonly ReactNode[];
  readonly after?: ReactNode;
}

/** Of a hundred the first few; who wants them all asks for them. */
const SHOWN = 8;

function Parties({ list, title, none, children, after }: PartiesProps) {
  const { rows, isCut, isWhole } = useLongList(list, children, SHOWN);
  const count = children.length;
  return (
    <Section id={list} title={title} aside={count > 0 ? exactText(count) : ''}>
      {count === 0 ? (
        <p className="text-soft">{none}</p>
      ) : (
        <ul className="divide-y divide-line border-y border-line">{rows}</ul>
      )}
      {isCut && <LongListLink list={list} count={count} isWhole={isWhole} />}
      {after}
    </Section>
  );
}

interface PartyProps {
  readonly name: string;
  readonly detail: ReactNode;
  readonly badge: ReactNode;
  readonly children?: ReactNode;
}

function Party({ name, detail, badge, children }: PartyProps) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 py-2.5">
      <div className="min-w-0 flex-1 basis-56">
        <LineageLink of={`service:${name}`} className="font-medium wrap-anywhere hover:underline">
          {name}
        </LineageLink>
        {detail && <span className="block text-small wrap-anywhere text-quiet">{detail}</span>}
        {children}
      </div>
      {badge}
    </li>
  );
}

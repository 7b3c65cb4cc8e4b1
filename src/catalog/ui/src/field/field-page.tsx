import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { FieldAnswer } from '../api/desk-answers';
import { fieldQuery } from '../api/desk';
import { useAnswer } from '../api/use-answer';
import { Section } from '../event/section';
import { Ago } from '../parts/ago';
import { Badge } from '../parts/badge';
import { Icon } from '../parts/icon';
import { PageHead, PageWaiting } from '../parts/page-head';
import { Prose } from '../parts/prose';
import { Trouble } from '../shell/trouble';
import { SeenValuesSection } from './seen-values';

const route = getRouteApi('/events/$id/field');

/** One field: what it is, who reads it, who writes it, and what came in it lately. */
export function FieldPage() {
  const { id } = route.useParams();
  const { path = '' } = route.useSearch();
  return <OneField key={`${id} ${path}`} id={id} path={path} />;
}

function OneField({ id, path }: { readonly id: string; readonly path: string }) {
  const { data, error, again } = useAnswer(fieldQuery(id, path));
  if (error && !data) return <Trouble error={error} reset={again} />;
  if (!data) return <PageWaiting label="The field is being looked up" />;
  const { field } = data;
  return (
    <article className="pt-5">
      <nav
        aria-label="Where this is"
        className="mb-2 flex items-center gap-2 text-small text-quiet"
      >
        <Link to="/events/$id" params={{ id }} search={{ field: path }} className="link tap gap-1">
          <Icon name="left" size={14} /> {data.event.name}
        </Link>
      </nav>
      <PageHead
        title={field.path || 'The whole event'}
        says={
          <>
            <code className="text-accent">{field.type}</code>,{' '}
            {field.required ? 'always there' : 'optional'}
            {data.since &&
              `, since version ${data.since.version}${isCut(data) ? ' or before' : ''}`}
          </>
        }
      />
      <Words data={data} />
      <div className="mt-10 grid gap-x-14 gap-y-11 lg:grid-cols-2">
        <Readers data={data} />
        <Writers data={data} />
      </div>
      <SeenValuesSection data={data} />
    </article>
  );
}

/** Only so many versions are looked at. */
const isCut = ({ event, since }: FieldAnswer) =>
  since !== undefined && since.version > 1 && event.version - since.version >= LOOKED_AT - 1;
const LOOKED_AT = 20;

function Words({ data: { field } }: { readonly data: FieldAnswer }) {
  const { description, constraints, classification, deprecated, sunsetOn, replacedBy } = field;
  return (
    <div className="mt-4 max-w-3xl space-y-2">
      {description && (
        <p className="text-lead text-soft">
          <Prose text={description} />
        </p>
      )}
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-quiet">
        {constraints.map((constraint) => (
          <span key={constraint}>{constraint}</span>
        ))}
        {classification && (
          <Badge tone="private" icon="lock">
            {classification}
          </Badge>
        )}
        {deprecated && (
          <Badge tone="warn" icon="sunset">
            {sunsetOn ? `Deprecated until ${sunsetOn}` : 'Deprecated'}
          </Badge>
        )}
        {replacedBy && (
          <span>
            Use <code>{replacedBy}</code> instead.
          </span>
        )}
      </p>
    </div>
  );
}

/** Declared readers with what they need; and those nobody knows about but the broker. */
function Readers({ data: { readers } }: { readonly data: FieldAnswer }) {
  return (
    <Section
      id="readers"
      title="Who reads it"
      aside={readers.length > 0 ? String(readers.length) : ''}
    >
      <List none="Nobody has declared to read it, and no group of consumers reads its topic.">
        {readers.map(({ name, team, isDeclared, isSeen, need }) => (
          <Item key={name} name={name} detail={team}>
            <Badge tone={isDeclared ? 'good' : 'warn'} icon={isDeclared ? 'check' : 'warn'}>
              {isDeclared ? (isSeen ? 'declared, seen' : 'declared') : 'observed: may read it'}
            </Badge>
            {need?.values && (
              <span className="w-full text-small text-soft">
                knows {need.values.map((value) => JSON.stringify(value)).join(', ')} and{' '}
                {need.onUnknown === 'fail' ? 'fails at any other' : 'ignores others'}
              </span>
            )}
          </Item>
        ))}
      </List>
    </Section>
  );
}

function Writers({ data: { writers, seen } }: { readonly data: FieldAnswer }) {
  const senders = seen?.senders ?? [];
  return (
    <Section
      id="writers"
      title="Who writes it"
      aside={writers.length > 0 ? String(writers.length) : ''}
    >
      <List none="No producer of this event was seen in seven days.">
        {writers.map(({ name, isDeclared, lastSeen }) => (
          <Item key={name} name={name} detail={undefined}>
            <Badge tone={isDeclared ? 'good' : 'warn'} icon={isDeclared ? 'check' : 'warn'}>
              {isDeclared ? 'declared, seen' : 'observed'}
            </Badge>
            {lastSeen && (
              <span className="text-small text-quiet">
                <Ago at={lastSeen} />
              </span>
            )}
          </Item>
        ))}
      </List>
      {senders.length > 0 && (
        <p className="mt-3 text-small text-quiet">
          In the newest events:{' '}
          {senders
            .map(
              ({ name, present, events }) =>
                `${name || 'unknown'} sent it ${present} of ${events} times`,
            )
            .join('; ')}
          .
        </p>
      )}
    </Section>
  );
}

function List({
  none,
  children,
}: {
  readonly none: string;
  readonly children: readonly ReactNode[];
}) {
  if (children.length === 0) return <p className="text-soft">{none}</p>;
  return <ul className="divide-y divide-line border-y border-line">{children}</ul>;
}

interface ItemProps {
  readonly name: string;
  readonly detail: string | undefined;
  readonly children: ReactNode;
}

function Item({ name, detail, children }: ItemProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2.5">
      <Link
        to="/lineage"
        search={{ of: `service:${name}` }}
        className="min-w-0 font-medium break-words hover:underline"
      >
        {name}
      </Link>
      {detail && <span className="text-small text-quiet">{detail}</span>}
      {children}
    </li>
  );
}

import { getRouteApi, Link } from '@tanstack/react-router';
import type { FieldAnswer } from '../api/desk-answers';
import { fieldQuery } from '../api/desk';
import { useAnswer } from '../api/use-answer';
import { Badge } from '../parts/badge';
import { Icon } from '../parts/icon';
import { PageHead, PageWaiting } from '../parts/page-head';
import { Prose } from '../parts/prose';
import { Trouble } from '../shell/trouble';
import { FieldChanges } from './field-changes';
import { Readers, Writers } from './field-parties';
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
      <Where data={data} path={path} />
      <PageHead
        title={field.path ? leafOf(field.path) : 'The whole event'}
        says={
          <>
            {field.path && <code className="mr-3 wrap-anywhere text-ink">{field.path}</code>}
            <code className="text-accent">{field.type}</code>,{' '}
            {field.required ? 'always there' : 'optional'}
            {data.since &&
              `, since version ${data.since.version}${isCut(data) ? ' or before' : ''}`}
          </>
        }
      />
      <Words data={data} />
      <Members data={data} />
      <div className="mt-10 grid gap-x-14 gap-y-11 lg:grid-cols-2">
        <Readers data={data} />
        <Writers data={data} />
      </div>
      <SeenValuesSection data={data} />
      <FieldChanges id={id} path={path} version={data.event.version} />
    </article>
  );
}

/** The event, and the fields it lies in, each a step up. */
function Where({ data: { event }, path }: { readonly data: FieldAnswer; readonly path: string }) {
  const steps = path.startsWith('/#') ? [] : path.split('/').slice(1, -1);
  return (
    <nav
      aria-label="Where this is"
      className="mb-2 flex flex-wrap items-center gap-x-2 text-small text-quiet"
    >
      <Link
        to="/events/$id"
        params={{ id: event.id }}
        search={{ field: path }}
        className="link tap gap-1"
      >
        <Icon name="left" size={14} /> {event.name}
      </Link>
      {steps.map((step, i) => (
        <span key={step + i}>
          / <FieldLink id={event.id} path={`/${steps.slice(0, i + 1).join('/')}`} />
        </span>
      ))}
    </nav>
  );
}

/** The last step of a path: the name of the field itself. */
const leafOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

function FieldLink({ id, path }: { readonly id: string; readonly path: string }) {
  return (
    <Link to="/events/$id/field" params={{ id }} search={{ path }} className="link tap">
      <code className="wrap-anywhere">{leafOf(path)}</code>
    </Link>
  );
}

/** What an object is made of: the way down. */
function Members({ data: { event, field } }: { readonly data: FieldAnswer }) {
  if (field.members.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-small">
      <span className="self-center text-quiet">Made of</span>
      {field.members.map((path) => (
        <FieldLink key={path} id={event.id} path={path} />
      ))}
    </p>
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

import { getRouteApi, Link } from '@tanstack/react-router';
import type { LineageAnswer } from '../api/desk-answers';
import { discoverQuery } from '../api/catalog';
import { lineageQuery } from '../api/desk';
import { useAnswer } from '../api/use-answer';
import { plural } from '../parts/numbers';
import { OneOf } from '../parts/one-of';
import { PageHead, PageWaiting } from '../parts/page-head';
import { LineageLink } from '../parts/lineage-link';
import { stepFocus } from '../parts/step-focus';
import { useShortcuts } from '../shell/shortcuts';
import { useLook } from '../shell/use-look';
import { Trouble } from '../shell/trouble';
import { EdgeTable } from './edge-table';
import { Graph } from './graph';
import { DEPTH_BY_DEFAULT, DEPTHS } from './lineage-search';

const route = getRouteApi('/lineage');
/** The same every time, so that nothing is laid out again. */
const NONE: readonly number[] = [];

/** Who an event comes from and where it goes, as far as one wants to look. */
export function LineagePage() {
  const { of = '', depth = DEPTH_BY_DEFAULT, whole = NONE } = route.useSearch();
  const { data, error, again } = useAnswer(lineageQuery(of, depth));
  const navigate = route.useNavigate();
  const say = useLook();
  useShortcuts({
    j: () => stepFocus('[data-stop]', 1),
    k: () => stepFocus('[data-stop]', -1),
  });
  if (of === '') return <Beginnings />;
  if (error && !data) return <Trouble error={error} reset={again} />;
  if (!data) return <PageWaiting label="The lineage is being drawn" />;
  const focus = data.nodes.find(({ id }) => id === data.focus);
  const look = (id: string) =>
    void navigate({ search: ({ whole: _, ...before }) => ({ ...before, of: id }) });
  const show = (distance: number) => say({ whole: [...whole, distance] });
  return (
    <div className="pt-10">
      <PageHead title={`Lineage of ${focus?.name ?? of}`} says={sayOf(data)}>
        <Depths depth={depth} />
      </PageHead>
      <div className="mt-6">
        <Graph lineage={data} whole={whole} onLook={look} onOpen={show} />
      </div>
      <p className="mt-2 flex flex-wrap justify-between gap-x-6 text-small text-quiet">
        <span>
          Dashed: declared, and not seen in seven days. Red: events wait, nobody reads.
          {whole.length > 0 && (
            <>
              {' '}
              <Link
                from="/lineage"
                to="/lineage"
                search={({ whole: _, ...before }) => before}
                replace
                resetScroll={false}
                className="link tap"
                data-stop
              >
                Draw fewer
              </Link>
            </>
          )}
        </span>
        {focus?.kind === 'event' && (
          <Link
            to="/events/$id"
            params={{ id: focus.id.slice('event:'.length) }}
            className="link"
            data-stop
          >
            Open the event
          </Link>
        )}
      </p>
      <EdgeTable lineage={data} onLook={look} />
    </div>
  );
}

function sayOf({ nodes, edges, left, depth }: LineageAnswer): string {
  if (edges.length === 0) return 'Nobody is known to send or read it';
  const events = nodes.filter(({ kind }) => kind === 'event').length;
  const told = `${plural(events, 'event')} and ${plural(nodes.length - events, 'service')} within ${plural(depth, 'step')}`;
  return left > 0 ? `${told}; ${left} more have no room here` : told;
}

function Depths({ depth }: { readonly depth: number }) {
  const look = useLook();
  return (
    <OneOf
      label="How far"
      word="Steps"
      options={DEPTHS.map((each) => [each, each])}
      chosen={depth}
      onChoose={(each) => look({ depth: each === DEPTH_BY_DEFAULT ? undefined : each })}
    />
  );
}

const SHOWN = 24;

/** Nothing is looked at yet: the events there are, to begin at. */
function Beginnings() {
  const { data, error, again } = useAnswer(discoverQuery({}));
  if (error && !data) return <Trouble error={error} reset={again} />;
  if (!data) return <PageWaiting label="The events are loading" />;
  return (
    <div className="pt-10">
      <PageHead
        title="Lineage"
        says={
          data.events.length === 0
            ? 'No contract yet'
            : 'Who sends an event and where it goes. Choose where to begin, or search.'
        }
      />
      {data.events.length === 0 && (
        <p className="mt-8 max-w-xl text-soft">
          Once contracts are published, every event is drawn here between the services that send it
          and those that read it.{' '}
          <Link to="/" className="link" data-stop>
            How to begin
          </Link>
        </p>
      )}
      <ul className="mt-8 grid gap-x-10 border-line not-empty:border-t sm:grid-cols-2 lg:grid-cols-3">
        {data.events.slice(0, SHOWN).map(({ id, name, owner }) => (
          <li key={id} className="border-b border-line py-2.5">
            <LineageLink of={`event:${id}`} className="font-medium hover:underline">
              {name}
            </LineageLink>
            <p className="text-small text-quiet">{owner}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

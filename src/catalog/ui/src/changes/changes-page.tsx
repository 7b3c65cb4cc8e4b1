import { getRouteApi, Link } from '@tanstack/react-router';
import { type ChangesAnswer, changesQuery, sinceOf } from '../api/changes';
import { useAnswer } from '../api/use-answer';
import { FacetGroup } from '../parts/facet-group';
import { FirstRows } from '../parts/first-rows';
import { NarrowBar } from '../parts/narrow-bar';
import { NextPage } from '../parts/next-page';
import { PageWaiting } from '../parts/page-head';
import { PastEnd } from '../parts/past-end';
import { stepFocus } from '../parts/step-focus';
import { useShortcuts } from '../shell/shortcuts';
import { Trouble } from '../shell/trouble';
import { useLook } from '../shell/use-look';
import { ChangeRow } from './change-row';
import { ChangesHead } from './changes-head';
import { isNarrowed } from './changes-search';

const route = getRouteApi('/changes');

/** What one opens after a holiday, or when something broke this morning. */
export function ChangesPage() {
  const search = route.useSearch();
  const { data, error, isPlaceholderData, again } = useAnswer(changesQuery(search));
  const navigate = route.useNavigate();
  useShortcuts({
    j: () => stepFocus('[data-stop]', 1),
    k: () => stepFocus('[data-stop]', -1),
    d: () =>
      document.activeElement
        ?.closest('[data-row]')
        ?.querySelector<HTMLAnchorElement>('[data-diff]')
        ?.click(),
    n: () => {
      const after = data?.next;
      if (after) void navigate({ search: (before) => ({ ...before, after }) });
    },
  });
  if (error && !data) return <Trouble error={error} reset={again} />;
  if (!data) return <PageWaiting label="Changes are being looked up" />;
  return (
    <div className="pt-10">
      <ChangesHead data={data} />
      {data.catalogSize === 0 ? (
        <NothingYet />
      ) : (
        <div className="mt-7 grid gap-x-12 lg:grid-cols-[12.5rem_minmax(0,1fr)]">
          <Facets data={data} />
          <section aria-label="Changes" aria-busy={isPlaceholderData} className="min-w-0">
            {search.after !== undefined && <Newest />}
            <Days data={data} />
            {data.changes.length === 0 &&
              (search.after === undefined ? <Nothing /> : <PastEnd to="/changes" />)}
            <NextPage to="/changes" after={data.next} />
          </section>
        </div>
      )}
    </div>
  );
}

/** Days are those of UTC, as in every address. */
function Days({ data: { changes, facets } }: { readonly data: ChangesAnswer }) {
  const words = new Map(facets.kind.map(({ value, word }) => [value, word]));
  const days = [...Map.groupBy(changes, ({ at }) => at.slice(0, 10))];
  return days.map(([day, rows]) => (
    <section key={day} aria-labelledby={`day-${day}`} className="mb-9">
      <h2
        id={`day-${day}`}
        className="mb-1 border-b border-line pb-2 text-title font-semibold tracking-[-0.015em]"
      >
        {long.format(new Date(day))}
      </h2>
      <ul className="divide-y divide-line border-b border-line">
        <FirstRows rows={rows} rem={6}>
          {(change) => <ChangeRow key={change.key} change={change} words={words} />}
        </FirstRows>
      </ul>
    </section>
  ));
}

const long = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeZone: 'UTC' });

const TITLES = [
  ['kind', 'What happened'],
  ['team', 'Owner'],
] as const;

/** Beside the list where there is room; folded above it on a phone. */
function Facets({ data: { facets, total } }: { readonly data: ChangesAnswer }) {
  const search = route.useSearch();
  const look = useLook();
  const navigate = route.useNavigate();
  const chosen = TITLES.reduce((sum, [facet]) => sum + (search[facet]?.length ?? 0), 0);
  const groups = TITLES.map(([facet, title]) => (
    <FacetGroup
      key={facet}
      facet={facet}
      title={title}
      values={facets[facet]}
      total={total}
      chosen={search[facet] ?? []}
      all={search.all}
      onChoose={(narrowed) =>
        void navigate({ search: ({ after: _, ...before }) => ({ ...before, [facet]: narrowed }) })
      }
    />
  ));
  return (
    <NarrowBar
      title="Narrow the changes"
      chosen={chosen}
      isShown={search.facets === 'shown'}
      onShow={(isShown) => look({ facets: isShown ? 'shown' : undefined })}
    >
      {groups}
    </NarrowBar>
  );
}

function Newest() {
  return (
    <p className="mb-4 text-small">
      <Link
        from="/changes"
        to="/changes"
        search={({ after: _, ...before }) => before}
        className="link tap"
        data-stop
      >
        Back to the newest
      </Link>
    </p>
  );
}

/** Nothing fits: what is chosen may be too narrow, or the time too short. */
function Nothing() {
  const search = route.useSearch();
  const { contract } = search;
  const isChosen = isNarrowed(search);
  return (
    <div className="max-w-xl py-4">
      <h2 className="text-title font-semibold">
        {isChosen ? 'Nothing of what is chosen changed' : 'Nothing changed in this time'}
      </h2>
      <p className="mt-2 text-soft">
        Every publication appears here, and every other change of what an event promises, who
        answers for it and how it is enforced: who did it, why, and whom it breaks.
      </p>
      <p className="mt-4 flex flex-wrap gap-x-6">
        {isChosen && (
          <Link
            to="/changes"
            search={{
              ...(search.since !== undefined && { since: search.since }),
              ...(contract !== undefined && { contract }),
            }}
            className="link tap"
            data-stop
          >
            Show all changes of this time
          </Link>
        )}
        {sinceOf(search) !== 'all' && (
          <Link
            from="/changes"
            to="/changes"
            search={({ after: _, ...before }) => ({ ...before, since: 'all' })}
            className="link tap"
            data-stop
          >
            Look back to the beginning
          </Link>
        )}
      </p>
    </div>
  );
}

function NothingYet() {
  return (
    <p className="mt-8 max-w-2xl text-soft">
      Once contracts are published, every version appears here with who made it, when and why, and
      whom it breaks; so does everything else that changes what events promise. The same in a
      terminal: <code>npx concordat changelog registry --since P7D</code>
    </p>
  );
}

import { Link } from '@tanstack/react-router';
import type { HomeAnswer } from '../api/desk-answers';
import { homeQuery } from '../api/desk';
import { useAnswer } from '../api/use-answer';
import { Icon } from '../parts/icon';
import { countText } from '../parts/numbers';
import { PageHead, PageWaiting } from '../parts/page-head';
import { Sparkline } from '../parts/sparkline';
import { stepFocus } from '../parts/step-focus';
import { TroubleList } from '../parts/trouble-list';
import { troublesText } from '../parts/troubles-text';
import { useShortcuts } from '../shell/shortcuts';
import { Trouble } from '../shell/trouble';
import { Causes, Changed, Going, Nobodys, RefusedChanges } from './home-sections';

/** What needs somebody: the most pressing first, and what moved lately beside it. */
export function HomePage() {
  const { data, error, again } = useAnswer(homeQuery());
  useShortcuts({
    j: () => stepFocus('[data-stop]', 1),
    k: () => stepFocus('[data-stop]', -1),
  });
  if (error && !data) return <Trouble error={error} reset={again} />;
  if (!data) return <PageWaiting label="What needs you is being looked up" />;
  const needs = needsOf(data);
  return (
    <div className="pt-10">
      <PageHead title="What needs you" says={needsText(needs, data)} />
      <div className="mt-8 grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-w-0 space-y-11">
          {needs === 0 && <Calm catalogSize={data.catalogSize} />}
          {data.troubles.length > 0 && (
            <section aria-labelledby="wrong-title">
              <h2 id="wrong-title" className="mb-3 text-title font-semibold tracking-[-0.015em]">
                {troubleTitle(data.troubles)}
              </h2>
              <TroubleList troubles={data.troubles} />
            </section>
          )}
          <Causes home={data} />
          <RefusedChanges home={data} />
          <Going home={data} />
          <Nobodys home={data} />
        </div>
        <aside aria-label="Lately" className="min-w-0">
          <div className="sticky top-20 space-y-10">
            <Hour home={data} />
            <Changed home={data} />
          </div>
        </aside>
      </div>
    </div>
  );
}

const needsOf = ({
  troubles,
  causes,
  refusedChanges,
  sunsetsInAll,
  undescribed,
  uncalled,
}: HomeAnswer) =>
  [troubles, causes, refusedChanges, uncalled].filter((list) => list.length > 0).length +
  (sunsetsInAll > 0 ? 1 : 0) +
  (undescribed > 0 ? 1 : 0);

/** A heading promises no more than stands below it. */
const troubleTitle = (troubles: HomeAnswer['troubles']): string =>
  troubles.some(({ severity }) => severity === 'bad') ? 'Wrong right now' : 'Worth a look';

function needsText(needs: number, { catalogSize, troubles }: HomeAnswer): string {
  if (catalogSize === 0 && needs === 0) return 'No contract yet, so nothing can need you';
  if (needs === 0) return 'Nothing. Every event keeps its promise';
  if (troubles.length > 0) return troublesText(troubles);
  return 'Nothing is broken; some things wait for somebody';
}

function Calm({ catalogSize }: { readonly catalogSize: number }) {
  const isEmpty = catalogSize === 0;
  return (
    <div className="panel flex items-start gap-4 p-6">
      <span className="grid size-9 place-items-center rounded-full bg-good-wash text-good">
        <Icon name="check" />
      </span>
      <div>
        <h2 className="font-semibold">{isEmpty ? 'A clean sheet' : 'All is well'}</h2>
        <p className="mt-1 text-soft">
          Refused events, changes that would have broken somebody, and events that are about to go
          appear here as soon as there are any.{' '}
          <Link to="/" className="link" data-stop>
            {isEmpty ? 'How to begin' : 'All events'}
          </Link>
        </p>
      </div>
    </div>
  );
}

function Hour({ home }: { readonly home: HomeAnswer }) {
  const { accepted, refused } = home.traffic;
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  const { series } = home;
  return (
    <section aria-labelledby="hour-title">
      <h2 id="hour-title" className="text-small text-quiet">
        Last 24 hours
      </h2>
      <p className="mt-1 flex gap-6">
        <span>
          <span className="text-title font-semibold text-good">{countText(accepted)}</span>{' '}
          <span className="text-small text-soft">accepted</span>
        </span>
        <span>
          <span className={`text-title font-semibold ${refused > 0 ? 'text-bad' : 'text-quiet'}`}>
            {countText(refused)}
          </span>{' '}
          <span className="text-small text-soft">refused</span>
        </span>
      </p>
      <Sparkline
        accepted={series.accepted}
        refused={series.refused}
        label={`The last hour by the minute: ${sum(series.accepted)} accepted, ${sum(series.refused)} refused`}
        className="mt-3 h-16 w-full"
      />
      <p className="flex justify-between text-micro text-quiet">
        <span>an hour ago</span>
        <Link to="/health" className="link" data-stop>
          How everything fares
        </Link>
      </p>
    </section>
  );
}

import type { HealthAnswer } from '../api/desk-answers';
import { healthQuery } from '../api/desk';
import { useAnswer } from '../api/use-answer';
import { Icon } from '../parts/icon';
import { PageHead, PageWaiting } from '../parts/page-head';
import { Sparkline } from '../parts/sparkline';
import { stepFocus } from '../parts/step-focus';
import { TroubleList } from '../parts/trouble-list';
import { troublesText } from '../parts/troubles-text';
import { useShortcuts } from '../shell/shortcuts';
import { Trouble } from '../shell/trouble';
import { EventTable, GroupTable, ReasonTable, RelayTable } from './health-tables';
import { Vitals } from './vitals';

/** How everything fares: what is wrong before any number, then the numbers. */
export function HealthPage() {
  const { data, error, again } = useAnswer(healthQuery());
  useShortcuts({
    j: () => stepFocus('[data-stop]', 1),
    k: () => stepFocus('[data-stop]', -1),
  });
  if (error && !data) return <Trouble error={error} reset={again} />;
  if (!data) return <PageWaiting label="The gateway is being asked" />;
  return (
    <div className="pt-10">
      <PageHead title="Health" says={healthText(data)}>
        <Checks health={data} />
      </PageHead>
      {data.troubles.length > 0 && (
        <section aria-label="What is wrong" className="mt-7">
          <TroubleList troubles={data.troubles} />
        </section>
      )}
      <Vitals health={data} />
      <Hour health={data} />
      <div className="mt-11 grid gap-x-14 gap-y-11 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <EventTable health={data} />
        <div className="min-w-0 space-y-11">
          <ReasonTable health={data} />
          <RelayTable health={data} />
        </div>
      </div>
      <GroupTable health={data} />
    </div>
  );
}

function healthText({ troubles, verdicts }: HealthAnswer): string {
  if (troubles.length > 0) return troublesText(troubles);
  return verdicts.length === 0 ? 'Ready; no event came in 24 hours' : 'All is well';
}

/** Each check of the gateway in a word; the sentence for who points at it. */
function Checks({ health: { gateway } }: { readonly health: HealthAnswer }) {
  if (!gateway.isReachable) return null;
  return (
    <ul aria-label="Checks of the gateway" className="flex flex-wrap gap-x-5 gap-y-1 text-small">
      {gateway.checks.map(({ name, isReady, detail }) => {
        const isWell = isReady && !detail.startsWith('open');
        return (
          <li
            key={name}
            title={detail}
            className={`flex items-center gap-1.5 ${isWell ? 'text-good' : 'text-bad'}`}
          >
            <Icon name={isWell ? 'check' : 'cross'} size={14} />
            {name}
            <span className="sr-only">: {detail}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Hour({ health: { series } }: { readonly health: HealthAnswer }) {
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  return (
    <figure className="mt-9">
      <Sparkline
        accepted={series.accepted}
        refused={series.refused}
        label={`The last hour by the minute: ${sum(series.accepted)} accepted, ${sum(series.refused)} refused`}
        className="h-28 w-full"
      />
      <figcaption className="flex justify-between text-micro text-quiet">
        <span>an hour ago; above the line accepted, below it refused</span>
        <span>now</span>
      </figcaption>
    </figure>
  );
}

import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { activityQuery, contractQuery } from '../api/catalog';
import { useAnswer } from '../api/use-answer';
import { LinkedSection } from '../causality/linked-section';
import { Trouble } from '../shell/trouble';
import { ActivityPanel } from './activity-panel';
import { Drift } from './drift';
import { Examples } from './examples';
import { Identity } from './identity';
import { LatestStates } from './latest-states';
import { Leaving } from './leaving';
import { Parties } from './parties';
import { Promises } from './promises';
import { Refusals } from './refusals';
import { Rollout } from './rollout';
import { ReadSection } from './read-section';
import { SchemaSection } from './schema-section';
import { SectionLinks } from './section-links';
import { StateMachine } from './state-machine';
import { stayWhereSent } from './stay-where-sent';
import { TrySection } from './try-section';
import { Versions } from './versions';

const route = getRouteApi('/events/$id');

/** Another event begins anew: nothing of the last one may stand under its name while it loads. */
export function EventPage() {
  const { id } = route.useParams();
  return <OneEvent key={id} id={id} />;
}

/** Everything about one event on one page: what it is, what it promises, how it fares. */
function OneEvent({ id }: { readonly id: string }) {
  const { version } = route.useSearch();
  const contract = useAnswer(contractQuery(id, version));
  const activity = useAnswer(activityQuery(id));
  useFreshContract(id, contract.data?.revision, activity.data?.revision);
  const name = contract.data?.name;
  useEffect(() => {
    document.title = `${name ?? id} · Concordat`;
  }, [name, id]);
  if (contract.error && !contract.data) {
    return <Trouble error={contract.error} reset={contract.again} />;
  }
  if (!contract.data) return <EventWaiting />;
  return (
    <article ref={stayWhereSent} className="pt-5">
      <Identity contract={contract.data} />
      <SectionLinks contract={contract.data} />
      <div className="mt-8 grid gap-x-14 gap-y-12 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="space-y-12 max-lg:contents">
          <Promises contract={contract.data} />
          {contract.data.states && <StateMachine states={contract.data.states} />}
          <SchemaSection contract={contract.data} />
          <Examples contract={contract.data} />
          <Parties contract={contract.data} />
          {contract.data.entity && (
            <LatestStates id={contract.data.id} entity={contract.data.entity} />
          )}
          <Drift id={contract.data.id} />
          {contract.data.isTrying && <Rollout id={contract.data.id} />}
          <Refusals activity={activity.data} error={activity.error} />
          <LinkedSection id={contract.data.id} />
          <TrySection key={contract.data.version} contract={contract.data} />
          <ReadSection contract={contract.data} />
          {contract.data.isLatest && <Leaving contract={contract.data} />}
        </div>
        <aside aria-label="How it fares" className="max-lg:order-first">
          <div className="sticky top-28 space-y-10">
            <ActivityPanel activity={activity.data} error={activity.error} />
            <Versions contract={contract.data} />
          </div>
        </aside>
      </div>
    </article>
  );
}

/** The live answer carries the revision: a publication shows within one poll. */
function useFreshContract(id: string, known?: number, newest?: number): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (known === undefined || newest === undefined || newest <= known) return;
    void queries.invalidateQueries({ queryKey: ['contract', id] });
  }, [queries, id, known, newest]);
}

function EventWaiting() {
  return (
    <div role="status" aria-label="The event is loading" className="pt-5">
      <div className="waiting h-4 w-24" />
      <div className="waiting mt-4 h-10 w-80 max-w-full" />
      <div className="waiting mt-4 h-5 w-xl max-w-full" />
      <div className="mt-14 grid gap-14 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="space-y-4">
          {Array.from({ length: 7 }, (_, i) => (
            <div key={i} className="waiting h-9" />
          ))}
        </div>
        <div className="waiting h-64" />
      </div>
    </div>
  );
}

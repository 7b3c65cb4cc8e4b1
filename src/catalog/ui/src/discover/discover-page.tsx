import { getRouteApi } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import { discoverQuery } from '../api/catalog';
import { useAnswer } from '../api/use-answer';
import { Trouble } from '../shell/trouble';
import { EmptyCatalog, NothingFound } from './empty-list';
import { EventList, EventListWaiting } from './event-list';
import { Facets, narrows } from './facets';
import { ListSummary } from './list-summary';
import { Paging } from './paging';

const route = getRouteApi('/');

export function DiscoverPage(): ReactNode {
  const search = route.useSearch();
  const { data, error, isPlaceholderData, again } = useAnswer(discoverQuery(search));
  useEffect(() => {
    document.title = search.q ? `${search.q} · Concordat` : 'Events · Concordat';
  }, [search.q]);
  if (!data) {
    return error ? (
      <Trouble error={error} reset={again} />
    ) : (
      <div className="pt-8">
        <EventListWaiting />
      </div>
    );
  }
  if (data.catalogSize === 0) return <EmptyCatalog />;
  const isNarrowable = narrows(data.facets, data.total, search);
  return (
    <div className="grid gap-x-12 pt-8 sm:pt-10 lg:grid-cols-[12.5rem_minmax(0,1fr)]">
      <ListSummary answer={data} search={search} />
      {isNarrowable && <Facets facets={data.facets} total={data.total} search={search} />}
      <section
        aria-label="Events"
        aria-busy={isPlaceholderData}
        className={`min-w-0 ${isNarrowable ? '' : 'lg:col-span-2'}`}
      >
        {data.total === 0 ? (
          <NothingFound search={search} />
        ) : (
          <>
            <EventList events={data.events} query={search.q} />
            <Paging answer={data} />
          </>
        )}
      </section>
    </div>
  );
}

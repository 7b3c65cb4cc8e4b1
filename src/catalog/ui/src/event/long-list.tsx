import { getRouteApi, Link } from '@tanstack/react-router';
import { exactText } from '../parts/numbers';
import type { EventList } from './event-search';

const route = getRouteApi('/events/$id');

/** The first rows of a list, or all where the address says so. */
export function useLongList<Row>(list: EventList, rows: readonly Row[], shown: number) {
  const { all = [] } = route.useSearch();
  const isWhole = all.includes(list);
  return { rows: isWhole ? rows : rows.slice(0, shown), isCut: rows.length > shown, isWhole };
}

interface LongListLinkProps {
  readonly list: EventList;
  readonly count: number;
  readonly isWhole: boolean;
}

/** To the end of the list, and back. */
export function LongListLink({ list, count, isWhole }: LongListLinkProps) {
  return (
    <Link
      from="/events/$id"
      to="/events/$id"
      search={({ all = [], ...before }) => {
        const rest = all.filter((each) => each !== list);
        const next = isWhole ? rest : [...rest, list];
        return { ...before, ...(next.length > 0 && { all: next }) };
      }}
      replace
      resetScroll={false}
      aria-label={isWhole ? `Fewer ${list}` : `All ${exactText(count)} ${list}`}
      className="link tap mt-1 text-small"
    >
      {isWhole ? 'Fewer' : `All ${exactText(count)}`}
    </Link>
  );
}

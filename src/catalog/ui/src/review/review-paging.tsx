import { getRouteApi, Link } from '@tanstack/react-router';
import { ROWS_OF_ONE } from '../api/review';
import { exactText } from '../parts/numbers';
import { useShortcuts } from '../shell/shortcuts';

const route = getRouteApi('/review');

interface ReviewPagingProps {
  readonly count: number;
  readonly shown: number;
}

/** Where one is in a long list; its pages are addresses. */
export function ReviewPaging({ count, shown }: ReviewPagingProps) {
  const { from = 0 } = route.useSearch();
  const navigate = route.useNavigate();
  const next = from + shown < count ? from + ROWS_OF_ONE : undefined;
  const previous = from > 0 ? Math.max(0, from - ROWS_OF_ONE) : undefined;
  const go = (place: number | undefined) => {
    if (place !== undefined) void navigate({ search: (before) => at(before, place) });
  };
  useShortcuts({ n: () => go(next), p: () => go(previous) });
  if (next === undefined && previous === undefined) return null;
  return (
    <nav aria-label="Pages" className="numbers mt-5 flex items-center gap-6 text-small text-soft">
      <span>
        {shown === 0
          ? `${exactText(count)} in all`
          : `${exactText(from + 1)}–${exactText(from + shown)} of ${exactText(count)}`}
      </span>
      <Turn word="Previous page" place={previous} />
      <Turn word="Next page" place={next} />
    </nav>
  );
}

function Turn({ word, place }: { readonly word: string; readonly place: number | undefined }) {
  if (place === undefined) return null;
  return (
    <Link
      from="/review"
      to="/review"
      search={(before) => at(before, place)}
      className="link tap"
      data-stop
    >
      {word}
    </Link>
  );
}

const at = <Search extends { readonly from?: number }>(
  { from: _, ...before }: Search,
  place: number,
) => ({ ...before, ...(place > 0 && { from: place }) });

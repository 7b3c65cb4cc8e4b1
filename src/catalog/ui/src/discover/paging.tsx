import { getRouteApi, Link } from '@tanstack/react-router';
import type { DiscoverAnswer } from '../api/answers';
import { exactText } from '../parts/numbers';
import { useShortcuts } from '../shell/shortcuts';

const route = getRouteApi('/');

/** Pages, not an endless list: the place in it is part of the address. */
export function Paging({ answer }: { readonly answer: DiscoverAnswer }) {
  const { total, from, events, next, previous } = answer;
  const navigate = route.useNavigate();
  const go = (cursor: string | undefined) => {
    if (cursor) void navigate({ search: (before) => ({ ...before, cursor }) });
  };
  useShortcuts({ n: () => go(next), p: () => go(previous) });
  if (!next && !previous) return null;
  return (
    <nav aria-label="Pages" className="numbers mt-5 flex items-center gap-6 text-small text-soft">
      <span>
        {exactText(from + 1)}–{exactText(from + events.length)} of {exactText(total)}
      </span>
      {previous && (
        <Link
          from="/"
          to="/"
          search={(before) => ({ ...before, cursor: previous })}
          className="link tap"
        >
          Previous page
        </Link>
      )}
      {next && (
        <Link
          from="/"
          to="/"
          search={(before) => ({ ...before, cursor: next })}
          className="link tap"
        >
          Next page
        </Link>
      )}
    </nav>
  );
}

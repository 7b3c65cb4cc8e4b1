import { getRouteApi, Link } from '@tanstack/react-router';
import { askedOf, type ChangesAnswer, sinceOf } from '../api/changes';
import { isNarrowed } from './changes-search';
import { plural } from '../parts/numbers';
import { OneOf } from '../parts/one-of';
import { PageHead } from '../parts/page-head';
import { useStep } from '../shell/use-step';

const route = getRouteApi('/changes');

const SPANS = [
  ['1d', 'a day'],
  ['7d', '7 days'],
  ['30d', '30 days'],
  ['365d', 'a year'],
  ['all', 'ever'],
] as const;

/** How much changed since when, and the way to another since. */
export function ChangesHead({ data }: { readonly data: ChangesAnswer }) {
  const search = route.useSearch();
  const since = sinceOf(search);
  const navigate = route.useNavigate();
  const { take, onBlur } = useStep();
  const look = (from: string) => {
    const { replace } = take();
    void navigate({ search: ({ after: _, ...before }) => ({ ...before, since: from }), replace });
  };
  return (
    <>
      <PageHead title="What changed" says={saysOf(data, isNarrowed(search))}>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2" onBlur={onBlur}>
          <OneOf<string>
            label="How far to look back"
            word="Within"
            options={SPANS}
            chosen={since}
            onChoose={look}
          />
          <label className="flex items-center gap-2 text-small text-quiet">
            or since
            <input
              type="date"
              aria-label="Since a day"
              value={/^\d{4}-\d{2}-\d{2}$/.test(since) ? since : ''}
              onChange={({ target: { value } }) => value && look(value)}
              className="h-8 rounded-lg border border-edge bg-raised px-2 text-ink"
            />
          </label>
        </div>
      </PageHead>
      <Narrowed data={data} />
    </>
  );
}

function saysOf({ total, since, until, catalogSize }: ChangesAnswer, narrowed: boolean): string {
  if (catalogSize === 0) return 'No contract yet, so nothing could change';
  const span = since === undefined ? '' : ` since ${dayOf(since)}`;
  const end = until === undefined ? '' : ` until ${dayOf(until)}`;
  return `${total === 0 ? (narrowed ? 'No such change' : 'Nothing changed') : plural(total, 'change')}${span}${end}`;
}

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
const dayOf = (moment: string): string => day.format(new Date(moment));

/** Whose changes these are; the team that reads is who has to act on them. */
function Narrowed({ data: { contract, facets } }: { readonly data: ChangesAnswer }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { after: _, ...asked } = search;
  const { reads: [reads] = [] } = search;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-x-6 gap-y-2 text-small text-soft">
      {contract && (
        <p>
          Of{' '}
          <Link to="/events/$id" params={{ id: contract.id }} className="link tap" data-stop>
            {contract.name}
          </Link>{' '}
          only.{' '}
          <Link to="/changes" className="link tap" data-stop>
            Show everything’s
          </Link>
        </p>
      )}
      {(facets.reads.length > 0 || reads !== undefined) && (
        <label className="flex min-w-0 items-center gap-2">
          Only what I need to act on: events read by
          <select
            value={reads ?? ''}
            onChange={({ target: { value } }) =>
              void navigate({
                search: ({ after: __, reads: ___, ...before }) => ({
                  ...before,
                  ...(value !== '' && { reads: [value] }),
                }),
              })
            }
            className="h-8 min-w-0 max-w-48 rounded-lg border border-edge bg-raised px-2 text-ink"
          >
            <option value="">anybody</option>
            {facets.reads.map(({ value, count }) => (
              <option key={value} value={value}>
                {value} ({count})
              </option>
            ))}
          </select>
        </label>
      )}
      <a href={`/catalog/v1/changes.atom${askedOf(asked, 'all')}`} className="link tap">
        Subscribe (Atom)
      </a>
    </div>
  );
}

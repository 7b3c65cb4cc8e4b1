import { getRouteApi } from '@tanstack/react-router';
import type { DiscoverAnswer, Facet, FacetValue } from '../api/answers';
import { FacetGroup, isUseful } from '../parts/facet-group';
import { Fold } from '../parts/fold';
import { formatWord } from '../parts/format-word';
import { useLook } from '../shell/use-look';
import type { DiscoverSearch } from './discover-search';

const route = getRouteApi('/');
const TITLES: readonly (readonly [Facet, string])[] = [
  ['domain', 'Domain'],
  ['owner', 'Owner'],
  ['status', 'Lifecycle'],
  ['personal', 'Personal data'],
  ['enforcement', 'Enforcement'],
  ['format', 'Format'],
  ['tag', 'Tag'],
  ['producer', 'Declared producer'],
  ['consumer', 'Declared consumer'],
];

/** Whether there is anything to choose: of one event there is not. */
export const narrows = (
  facets: DiscoverAnswer['facets'],
  total: number,
  search: DiscoverSearch,
): boolean => TITLES.some(([facet]) => isUseful(facets[facet], total, search[facet]));

interface FacetsProps {
  /** Events in the list. */
  readonly total: number;
  readonly facets: DiscoverAnswer['facets'];
  readonly search: DiscoverSearch;
}

/** Beside the list where there is room; folded above it on a phone. */
export function Facets({ facets, total, search }: FacetsProps) {
  const look = useLook();
  const navigate = route.useNavigate();
  const chosen = TITLES.reduce((sum, [facet]) => sum + (search[facet]?.length ?? 0), 0);
  const groups = TITLES.map(([facet, title]) => (
    <FacetGroup
      key={facet}
      facet={facet}
      title={title}
      values={facet === 'format' ? facets[facet].map(withWord) : facets[facet]}
      total={total}
      chosen={search[facet] ?? []}
      all={search.all}
      onChoose={(narrowed) =>
        void navigate({
          search: (before) => ({ ...before, cursor: undefined, [facet]: narrowed }),
        })
      }
    />
  ));
  return (
    <aside aria-label="Narrow the list" className="max-lg:mb-4">
      <div className="sticky top-20 max-h-[calc(100vh-6rem)] space-y-7 overflow-y-auto pr-2 pl-1.5 -ml-1.5 max-lg:hidden">
        {groups}
      </div>
      <Fold
        className="panel lg:hidden"
        isOpen={search.facets === 'shown'}
        onToggle={(isOpen) => look({ facets: isOpen ? 'shown' : undefined })}
        summary={`Narrow the list${chosen > 0 ? ` (${chosen} chosen)` : ''}`}
      >
        <div className="space-y-5 border-t border-line px-4 py-4">{groups}</div>
      </Fold>
    </aside>
  );
}

const withWord = (each: FacetValue) => ({ ...each, word: formatWord(each.value) });

import { getRouteApi } from '@tanstack/react-router';
import type { DiscoverAnswer, Facet, FacetValue } from '../api/answers';
import { FacetGroup, isUseful } from '../parts/facet-group';
import { NarrowBar } from '../parts/narrow-bar';
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
    <NarrowBar
      title="Narrow the list"
      chosen={chosen}
      isShown={search.facets === 'shown'}
      onShow={(isShown) => look({ facets: isShown ? 'shown' : undefined })}
    >
      {groups}
    </NarrowBar>
  );
}

const withWord = (each: FacetValue) => ({ ...each, word: formatWord(each.value) });

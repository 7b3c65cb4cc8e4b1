import { getRouteApi } from '@tanstack/react-router';
import type { DiscoverAnswer, Facet, FacetValue } from '../api/answers';
import { exactText } from '../parts/numbers';
import { formatWord } from '../parts/format-word';
import { Fold } from '../parts/fold';
import { WholeLink } from '../parts/whole-link';
import { WordsField } from '../parts/words-field';
import { narrowedTo, withoutShown, withShown } from '../shell/shown-whole';
import { useLook } from '../shell/use-look';
import type { DiscoverSearch } from './discover-search';

const route = getRouteApi('/');
const SHOWN = 8;
/** Nobody reads four hundred checkboxes; a word finds one. */
const WHOLE_MAX = 50;
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

/** What every event has narrows nothing. */
const isUseful = (values: readonly FacetValue[], total: number, chosen: readonly string[] = []) =>
  chosen.length > 0 || values.some(({ count }) => count !== total);

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
  const chosen = TITLES.reduce((sum, [facet]) => sum + (search[facet]?.length ?? 0), 0);
  const groups = TITLES.map(([facet, title]) => (
    <FacetGroup
      key={facet}
      facet={facet}
      title={title}
      values={facets[facet]}
      total={total}
      chosen={search[facet] ?? []}
      all={search.all}
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

/** What is chosen stands in sight, wherever it would stand by its number. */
function firstOf(
  values: readonly FacetValue[],
  chosen: readonly string[],
  most: number,
): readonly FacetValue[] {
  const first = values.slice(0, most);
  const behind = values.slice(most).filter(({ value }) => chosen.includes(value));
  return [...first, ...behind];
}

interface FacetGroupProps {
  readonly facet: Facet;
  readonly title: string;
  readonly values: readonly FacetValue[];
  readonly total: number;
  readonly chosen: readonly string[];
  /** What the address shows whole. */
  readonly all: DiscoverSearch['all'];
}

function FacetGroup({ facet, title, values, total, chosen, all }: FacetGroupProps) {
  const words = narrowedTo(all, facet);
  const others = withoutShown(all, [facet]);
  const isWhole = words !== undefined;
  const look = useLook();
  const navigate = route.useNavigate();
  if (!isUseful(values, total, chosen)) return null;
  const toggle = (value: string) => {
    const rest = chosen.filter((other) => other !== value);
    const next = rest.length === chosen.length ? [...rest, value] : rest;
    const narrowed = next.length > 0 ? next : undefined;
    void navigate({
      search: (before) => ({ ...before, cursor: undefined, [facet]: narrowed }),
    });
  };
  const wanted = words?.toLowerCase() ?? '';
  const fitting = values.filter(({ value }) => value.toLowerCase().includes(wanted));
  const word = isWhole ? 'Fewer' : `All ${exactText(values.length)}`;
  const shown = firstOf(fitting, chosen, isWhole ? WHOLE_MAX : SHOWN);
  return (
    <fieldset>
      <legend className="mb-1.5 text-small font-medium text-quiet">{title}</legend>
      {isWhole && (
        <WordsField
          words={words}
          onWords={(next) =>
            look({ all: withShown(others.all, next ? `${facet}:${next}` : facet).all })
          }
          label={`Part of a name under ${title}`}
          placeholder="Part of a name"
          className="mb-1.5 h-8 w-full text-small"
        />
      )}
      {shown.map(({ value, count }) => (
        <label
          key={value}
          className="-mx-1.5 flex min-h-7 cursor-pointer items-center gap-2 rounded px-1.5 text-small hover:bg-sunken"
        >
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={() => toggle(value)}
            className="size-3.5 accent-accent"
          />
          <span className="min-w-0 flex-1 truncate" title={value}>
            {facet === 'format' ? formatWord(value) : value}
          </span>
          <span className="numbers text-micro text-quiet">{exactText(count)}</span>
        </label>
      ))}
      {isWhole && fitting.length > shown.length && (
        <p className="mt-1 text-small text-quiet">
          {exactText(fitting.length - shown.length)} more: say part of their name.
        </p>
      )}
      {isWhole && fitting.length === 0 && (
        <p className="text-small text-quiet">None has that in its name.</p>
      )}
      {values.length > SHOWN && (
        <WholeLink
          name={facet}
          label={`${word} under ${title}`}
          className="link tap mt-1 text-small"
        >
          {word}
        </WholeLink>
      )}
    </fieldset>
  );
}

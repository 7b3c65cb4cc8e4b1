import { narrowedTo, type ShownWhole, withoutShown, withShown } from '../shell/shown-whole';
import { useLook } from '../shell/use-look';
import { exactText } from './numbers';
import { WholeLink } from './whole-link';
import { WordsField } from './words-field';

const SHOWN = 8;
/** Nobody reads four hundred checkboxes; a word finds one. */
const WHOLE_MAX = 50;

/** Something to narrow by. */
interface Choice {
  readonly value: string;
  /** As people call it, where that is another word. */
  readonly word?: string;
  readonly count: number;
}

/** What all of them have narrows nothing. */
export const isUseful = (
  values: readonly Choice[],
  total: number,
  chosen: readonly string[] = [],
): boolean => chosen.length > 0 || values.some(({ count }) => count !== total);

/** What is chosen stands in sight, wherever it would stand by its number. */
function firstOf(
  values: readonly Choice[],
  chosen: readonly string[],
  most: number,
): readonly Choice[] {
  const first = values.slice(0, most);
  const behind = values.slice(most).filter(({ value }) => chosen.includes(value));
  return [...first, ...behind];
}

interface FacetGroupProps {
  readonly facet: string;
  readonly title: string;
  readonly values: readonly Choice[];
  /** Of what is narrowed. */
  readonly total: number;
  readonly chosen: readonly string[];
  /** What the address shows whole. */
  readonly all: ShownWhole['all'];
  readonly onChoose: (values: readonly string[] | undefined) => void;
}

/** Values of one kind to narrow a list by, each with how many it would leave. */
export function FacetGroup(props: FacetGroupProps) {
  const { facet, title, values, total, chosen, all, onChoose } = props;
  const words = narrowedTo(all, facet);
  const others = withoutShown(all, [facet]);
  const isWhole = words !== undefined;
  const look = useLook();
  if (!isUseful(values, total, chosen)) return null;
  const toggle = (value: string) => {
    const rest = chosen.filter((other) => other !== value);
    const next = rest.length === chosen.length ? [...rest, value] : rest;
    onChoose(next.length > 0 ? next : undefined);
  };
  const wanted = words?.toLowerCase() ?? '';
  const fitting = values.filter(({ value, word: said = value }) =>
    said.toLowerCase().includes(wanted),
  );
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
      {shown.map(({ value, word: said = value, count }) => (
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
          <span className="min-w-0 flex-1 truncate" title={said}>
            {said}
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

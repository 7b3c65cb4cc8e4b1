import { exactText } from '../parts/numbers';
import { WholeLink } from '../parts/whole-link';
import { useShownWhole } from '../shell/use-shown-whole';

/** The first rows of a list, or all where the address says so. */
export function useLongList<Row>(list: string, rows: readonly Row[], shown: number) {
  const isWhole = useShownWhole(list);
  return { rows: isWhole ? rows : rows.slice(0, shown), isCut: rows.length > shown, isWhole };
}

interface LongListLinkProps {
  readonly list: string;
  readonly count: number;
  readonly isWhole: boolean;
}

/** To the end of the list, and back. */
export function LongListLink({ list, count, isWhole }: LongListLinkProps) {
  const word = isWhole ? 'Fewer' : `All ${exactText(count)}`;
  return (
    <WholeLink name={list} label={`${word} ${list}`} className="link tap mt-1 text-small">
      {word}
    </WholeLink>
  );
}

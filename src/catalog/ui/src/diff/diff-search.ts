import { one, type RawSearch } from '../shell/search-text';
import { shownIn } from '../shell/shown-whole';

const WHOLE = ['reasons', 'text', 'change'];

/** Every state of a comparison worth handing on. */
export interface DiffSearch {
  /** The two texts instead of what they mean. */
  readonly view?: 'text';
  /** The change looked at, by its key. */
  readonly change?: string;
  /** Another assumption about writers than the contract's own. */
  readonly assumption?: string;
  /** What is shown to its end: earlier reasons, the text, events of the change. */
  readonly all?: readonly string[];
}

export function readDiffSearch(raw: RawSearch): DiffSearch {
  const read = {
    view: one(raw['view']) === 'text' ? 'text' : undefined,
    change: one(raw['change']),
    assumption: one(raw['assumption']),
    all: shownIn(raw['all'], WHOLE),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

import { one, type RawSearch } from '../shell/search-text';
import { shownIn } from '../shell/shown-whole';

/** Every state of the field page worth handing on. */
export interface FieldSearch {
  readonly path?: string;
  /** Lists, and events that break, that are shown to their end. */
  readonly all?: readonly string[];
}

export function readFieldSearch(raw: RawSearch): FieldSearch {
  const path = one(raw['path']);
  const all = shownIn(raw['all'], ['readers', 'writers', 'witness']);
  return { ...(path !== undefined && { path }), ...(all && { all }) };
}

import { many, one, type RawSearch } from '../shell/search-text';
import { shownIn } from '../shell/shown-whole';

/** What of the changes is looked at. */
export interface ChangesSearch {
  /** `7d`, `2026-11-20`, or `all`; what is none the server says. */
  readonly since?: string;
  readonly until?: string;
  readonly contract?: string;
  readonly kind?: readonly string[];
  readonly team?: readonly string[];
  readonly reads?: readonly string[];
  /** Where the page begins; from the server’s last answer. */
  readonly after?: string;
  readonly all?: readonly string[];
  /** On a phone: what narrows the list is unfolded. */
  readonly facets?: 'shown';
}

export function readChangesSearch(raw: RawSearch): ChangesSearch {
  const read = {
    ...{ since: one(raw['since']), until: one(raw['until']), contract: one(raw['contract']) },
    ...{ kind: many(raw['kind']), team: many(raw['team']), reads: many(raw['reads']) },
    ...{ after: one(raw['after']), all: shownIn(raw['all'], ['team', 'kind']) },
    facets: raw['facets'] === 'shown' ? 'shown' : undefined,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** Whether only some of the changes of that time are asked for. */
export const isNarrowed = ({ kind, team, reads }: ChangesSearch): boolean =>
  [kind, team, reads].some((each) => each !== undefined);

import { many, one, type RawSearch } from '../shell/search-text';
import { shownIn } from '../shell/shown-whole';

/** Every state of the event page worth handing on. */
export interface EventSearch {
  /** A version other than the latest. */
  readonly version?: number;
  /** The field looked at, by its path. */
  readonly field?: string;
  /** Words every shown field must have. */
  readonly filter?: string;
  /** Fields opened or closed against the default, or `all`. */
  readonly open?: readonly string[];
  /** The schema as it was registered instead of as a tree. */
  readonly view?: 'text';
  /** The entity whose latest state is shown, by its key. */
  readonly key?: string;
  /** The key the page of latest states begins behind. */
  readonly after?: string;
  /** Latest states of deleted entities too. */
  readonly deleted?: 'shown';
  /** The refusal whose event is shown. */
  readonly refusal?: string;
  /** The accepted event that is shown as an example, by its place in the log; or `made`. */
  readonly example?: string;
  /** Lists and events that are shown to their end. */
  readonly all?: readonly string[];
}

const WHOLE = [...['versions', 'producers', 'consumers'], ...['example', 'key', 'refusal']];

export function readEventSearch(raw: RawSearch): EventSearch {
  const version = Number(one(raw['version']));
  const read = {
    version: Number.isSafeInteger(version) && version > 0 ? version : undefined,
    field: one(raw['field']),
    filter: one(raw['filter']),
    open: many(raw['open']),
    view: one(raw['view']) === 'text' ? 'text' : undefined,
    key: one(raw['key']),
    after: one(raw['after']),
    deleted: one(raw['deleted']) === 'shown' ? 'shown' : undefined,
    refusal: one(raw['refusal']),
    example: one(raw['example']),
    all: shownIn(raw['all'], WHOLE),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** `/#Money/amount` is a field of a shared definition: it has no one place, the page filters by its name. */
export const searchForField = (path: string): EventSearch =>
  path.startsWith('/#') ? { filter: path.slice(path.lastIndexOf('/') + 1) } : { field: path };

export const fieldName = (path: string): string =>
  path.startsWith('/#') ? path.slice('/#'.length) : path;

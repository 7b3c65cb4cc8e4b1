import { one, type RawSearch } from '../shell/search-text';

/** Every state of the quarantine worth handing on. */
export interface QuarantineSearch {
  readonly event?: string;
  readonly producer?: string;
  /** What became of them; absent means: they wait. */
  readonly state?: string;
  /** The cause whose cases are shown. */
  readonly cause?: string;
  /** The case looked at. */
  readonly case?: string;
}

const STATES = new Set(['fixed', 'replayed', 'discarded', 'expired']);

export function readQuarantineSearch(raw: RawSearch): QuarantineSearch {
  const state = one(raw['state']) ?? '';
  const read = {
    event: one(raw['event']),
    producer: one(raw['producer']),
    state: STATES.has(state) ? state : undefined,
    cause: one(raw['cause']),
    case: one(raw['case']),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

import type { Cause } from '../api/answers';
import { one, type RawSearch } from '../shell/search-text';

/** Every state of the quarantine worth handing on. */
export interface QuarantineSearch {
  readonly event?: string;
  readonly producer?: string;
  /** What became of them; absent means: they wait. */
  readonly state?: string;
  /** Words that every cause shown has somewhere. */
  readonly q?: string;
  /** All causes, and not only the most frequent. */
  readonly causes?: 'all';
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
    q: one(raw['q']),
    causes: one(raw['causes']) === 'all' ? 'all' : undefined,
    cause: one(raw['cause']),
    case: one(raw['case']),
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

/** Whether a cause has every word: in its sentence, its code, its place, its event or who sent it. */
export function fits(cause: Cause, q = ''): boolean {
  const { message, code, pointer, event, producers } = cause;
  const names = producers.map(({ name }) => name);
  const text = [message, code, pointer, event?.name, event?.id, ...names].join(' ').toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

import type { Cause } from '../api/answers';
import { one, type RawSearch } from '../shell/search-text';
import { shownIn } from '../shell/shown-whole';

/** Every state of the quarantine worth handing on. */
export interface QuarantineSearch {
  readonly event?: string;
  readonly producer?: string;
  /** What became of them; absent means: they wait. */
  readonly state?: string;
  /** Words that every cause shown has somewhere. */
  readonly q?: string;
  /** What is shown to its end: the causes, the event of the case. */
  readonly all?: readonly string[];
  /** The cause whose cases are shown. */
  readonly cause?: string;
  /** The case looked at. */
  readonly case?: string;
  /** What is about to be done with it. */
  readonly act?: CaseAct;
}

const ACTS = ['correct', 'discard'] as const;
export type CaseAct = (typeof ACTS)[number];

const STATES = new Set(['fixed', 'replayed', 'discarded', 'expired']);

export function readQuarantineSearch(raw: RawSearch): QuarantineSearch {
  const state = one(raw['state']) ?? '';
  const read = {
    event: one(raw['event']),
    producer: one(raw['producer']),
    state: STATES.has(state) ? state : undefined,
    q: one(raw['q']),
    all: shownIn(raw['all'], ['causes', 'case']),
    cause: one(raw['cause']),
    case: one(raw['case']),
    act: ACTS.find((act) => act === raw['act']),
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

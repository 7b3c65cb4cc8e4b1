import type { ReviewAnswer } from '../api/review';
import { plural } from '../parts/numbers';
import type { ReviewList } from './review-search';

/** How one kind of finding is told. */
export interface ListWords {
  readonly list: ReviewList;
  readonly title: (review: ReviewAnswer) => string;
  readonly why: string;
  /** What is so where there is none. */
  readonly none: (review: ReviewAnswer) => string;
}

/** What is wrong now before what may only be forgotten. */
export const LISTS: readonly ListWords[] = [
  {
    list: 'refused',
    title: () => 'Refused more often than once in a hundred',
    why: 'In the last seven days, the worst first. Either its producers are wrong, or the contract is.',
    none: () => 'No contract refused one event of a hundred in seven days',
  },
  {
    list: 'manyWriters',
    title: () => 'Entities with several writers',
    why: 'The most disputed first. Each may overwrite what another wrote; the conflict policy says who wins.',
    none: () => 'No entity has more than one writer',
  },
  {
    list: 'overdue',
    title: () => 'Readers who no longer stand by what they declared',
    why: 'Their day is over. Until they declare it again nobody knows whether they still need the fields.',
    none: () => 'Every consumer stands by what it declared',
  },
  {
    list: 'silent',
    title: () => 'No event for a week',
    why: 'Each contract is older than that. Perhaps its producer is gone, or sends past the gateway.',
    none: () => 'Every event older than a week was sent within it',
  },
  {
    list: 'unread',
    title: ({ days }) => `Nobody read for ${plural(days, 'day')}`,
    why: 'No consumer group was seen at their topics. What nobody reads may be retired.',
    none: ({ days }) => `Every event older than ${plural(days, 'day')} was read within them`,
  },
];

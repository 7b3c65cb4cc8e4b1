import { one, type RawSearch } from '../shell/search-text';

const LISTS = ['unread', 'silent', 'manyWriters', 'refused', 'overdue'] as const;
/** One kind of finding. */
export type ReviewList = (typeof LISTS)[number];

/** What of the review is looked at; nothing of it means all of it. */
export interface ReviewSearch {
  readonly days?: number;
  readonly team?: string;
  readonly list?: ReviewList;
  readonly from?: number;
}

export const DAYS_BY_DEFAULT = 30;
export const DAYS = [7, DAYS_BY_DEFAULT, 90, 365] as const;
const DAYS_MAX = 365;
const FROM_MAX = 1_000_000;

/** Typed by hand it never breaks the page. */
export function readReviewSearch(raw: RawSearch): ReviewSearch {
  const days = numberIn(raw['days'], DAYS_MAX);
  const from = numberIn(raw['from'], FROM_MAX);
  const team = one(raw['team']);
  const list = LISTS.find((each) => each === one(raw['list']));
  return {
    ...(days !== undefined && days !== DAYS_BY_DEFAULT && { days }),
    ...(team !== undefined && { team }),
    ...(list !== undefined && { list }),
    ...(from !== undefined && { from }),
  };
}

function numberIn(value: unknown, most: number): number | undefined {
  const number = Number(one(value) ?? value);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : undefined;
}

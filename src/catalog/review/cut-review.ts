import type { Review } from './review-of.js';

/** The lists of a review, in the order they are read. */
export const REVIEW_LISTS = ['unread', 'silent', 'manyWriters', 'refused', 'overdue'] as const;
export type ReviewList = (typeof REVIEW_LISTS)[number];

/** Which part of a review is asked for. */
export interface ReviewQuestion {
  /** What is this team's to look at; absent means everybody's. */
  readonly team?: string | undefined;
  /** The only list that is told; absent means all of them. */
  readonly list?: ReviewList | undefined;
  /** How many rows of each list; absent means all of them. */
  readonly rows?: number | undefined;
  /** How many rows come before those. */
  readonly from: number;
}

/** A part of a review, and how much there is of all that was asked for. */
export interface CutReview extends Review {
  readonly counts: Readonly<Record<ReviewList, number>>;
}

/** A page of what a team has to look at: the numbers are of everything, the rows are those of the page. */
export function cutReview(review: Review, { team, list, rows, from }: ReviewQuestion): CutReview {
  const mine = team === undefined ? review : reviewOfTeam(review, team);
  const end = rows === undefined ? undefined : from + rows;
  const cut = <Row>(name: ReviewList, all: readonly Row[]): readonly Row[] =>
    list === undefined || list === name ? all.slice(from, end) : [];
  return {
    ...mine,
    unread: cut('unread', mine.unread),
    silent: cut('silent', mine.silent),
    manyWriters: cut('manyWriters', mine.manyWriters),
    refused: cut('refused', mine.refused),
    overdue: cut('overdue', mine.overdue),
    counts: {
      unread: mine.unread.length,
      silent: mine.silent.length,
      manyWriters: mine.manyWriters.length,
      refused: mine.refused.length,
      overdue: mine.overdue.length,
    },
  };
}

/** An entity is everybody's who owns an event about it; a promise is of the team that made it. */
function reviewOfTeam(review: Review, team: string): Review {
  const isMine = ({ owner }: { readonly owner: string }) => owner === team;
  return {
    ...review,
    unread: review.unread.filter(isMine),
    silent: review.silent.filter(isMine),
    manyWriters: review.manyWriters.filter(({ events }) => events.some(isMine)),
    refused: review.refused.filter(isMine),
    overdue: review.overdue.filter((each) => each.team === team),
  };
}

import { describe, expect, it } from '@jest/globals';
import { cutReview } from './cut-review.js';
import type { Review } from './review-of.js';

const event = (id: string, owner: string) => ({ id, name: id, owner });
const unread = (id: string, owner: string) => ({ ...event(id, owner), topic: id, declared: [] });
const silent = (id: string, owner: string) => ({ ...event(id, owner), producers: ['x'] });
const refused = (id: string, owner: string) => ({ ...event(id, owner), judged: 9, refused: 1 });
const review: Review = {
  ...{ day: '2026-11-27', days: 30, inForce: 9 },
  unread: [unread('a', 'shop'), unread('b', 'bank'), unread('c', 'shop'), unread('d', 'shop')],
  silent: [silent('a', 'shop'), silent('b', 'bank')],
  manyWriters: [
    {
      ...{ entity: 'order', events: [event('a', 'shop'), event('b', 'bank')], writers: ['x', 'y'] },
      ...{ policies: ['reject'], judged: 4, conflicts: 1, conflictRate: 0.25 },
    },
  ],
  refused: [refused('d', 'shop')],
  overdue: [{ consumer: 'till', team: 'bank', of: 'a', attestedUntil: '2026-11-01' }],
};
const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

describe('a page of a review', () => {
  it('is all of it where nothing is asked for', () => {
    expect(cutReview(review, { from: 0 })).toEqual({
      ...review,
      counts: { unread: 4, silent: 2, manyWriters: 1, refused: 1, overdue: 1 },
    });
  });

  it('has the rows it is asked for of one list, and the numbers of all', () => {
    const { counts, ...page } = cutReview(review, { list: 'unread', rows: 2, from: 1 });
    expect(idsOf(page.unread)).toEqual(['b', 'c']);
    expect([page.silent, page.manyWriters, page.refused, page.overdue]).toEqual([[], [], [], []]);
    expect(counts).toEqual({ unread: 4, silent: 2, manyWriters: 1, refused: 1, overdue: 1 });
  });

  it('has the first rows of every list where none is named', () => {
    const page = cutReview(review, { rows: 1, from: 0 });
    expect([idsOf(page.unread), idsOf(page.silent)]).toEqual([['a'], ['a']]);
  });

  it('is of one team: its events, the entities its events are about, what it said it reads', () => {
    const page = cutReview(review, { team: 'bank', from: 0 });
    expect([idsOf(page.unread), idsOf(page.silent), idsOf(page.refused)]).toEqual([
      ...[['b'], ['b'], []],
    ]);
    expect([page.manyWriters, page.overdue]).toEqual([review.manyWriters, review.overdue]);
    expect(page.counts).toEqual({ unread: 1, silent: 1, manyWriters: 1, refused: 0, overdue: 1 });
    expect(page.inForce).toBe(9);
    expect(cutReview(review, { team: 'shop', from: 0 }).overdue).toEqual([]);
  });
});

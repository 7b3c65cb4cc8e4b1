import { describe, expect, it } from '@jest/globals';
import { foldStates } from './fold-states.js';
import type { LatestState } from './latest-state.js';

const word = (change: Partial<LatestState>): LatestState => ({
  ...{ key: 'a', value: '{}', isDelete: false, contractId: 'orders', contractVersion: 1 },
  ...{ eventId: null, partition: 0, offset: 0, loggedAt: new Date(0) },
  ...change,
});
const said = (state: LatestState) => ({ state, conflict: undefined });
const none = new Map<string, LatestState>();
const fold = (...words: readonly LatestState[]) => [...foldStates(words.map(said), none).values()];

describe('the fold of a log', () => {
  it('keeps the last word of each entity', () => {
    const [a, b] = [word({ offset: 2 }), word({ key: 'b', offset: 1 })];
    expect(fold(word({ offset: 0 }), b, a)).toEqual([a, b]);
  });

  it('is the same however the partitions take turns, when nothing but the log tells', () => {
    const early = word({ partition: 1, offset: 9, loggedAt: new Date(1) });
    const late = word({ partition: 0, offset: 0, loggedAt: new Date(2) });
    expect(fold(early, late)).toEqual([late]);
    expect(fold(late, early)).toEqual([late]);
    const sameTime = word({ partition: 1, offset: 10, loggedAt: new Date(2) });
    expect(fold(late, sameTime)).toEqual([sameTime]);
    expect(fold(sameTime, late)).toEqual([sameTime]);
  });

  it('never goes back to a lower version, and a word without one keeps the known one', () => {
    const second = word({ version: 2n, offset: 0 });
    expect(fold(second, word({ version: 1n, offset: 1 }))).toEqual([second]);
    const silent = word({ offset: 2 });
    expect(fold(second, silent)).toEqual([{ ...silent, version: 2n }]);
  });

  it('answers nothing for what did not change', () => {
    const known = new Map([['a', word({ version: 3n })]]);
    expect(foldStates([said(word({ version: 2n, offset: 1 }))], known).size).toBe(0);
  });
});

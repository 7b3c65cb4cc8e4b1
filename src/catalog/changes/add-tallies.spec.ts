import { describe, expect, it } from '@jest/globals';
import type { ChangeTally } from '../store/change-rows.js';
import { addTallies } from './add-tallies.js';

const tally = (id: string, kinds: string, count: number): ChangeTally => ({
  ...{ source: 'version', id, kinds, count },
});

describe('what came since', () => {
  it('is added to what did the same to the same contract', () => {
    const before = [tally('a', 'version', 3), tally('a', 'new', 1), tally('b', 'version', 2)];
    const since = [tally('a', 'version', 4), tally('b', 'new', 1), tally('c', 'version', 5)];
    expect(addTallies(before, since)).toEqual([
      tally('a', 'version', 7),
      tally('a', 'new', 1),
      tally('b', 'version', 2),
      tally('b', 'new', 1),
      tally('c', 'version', 5),
    ]);
  });

  it('is told apart by what it comes from', () => {
    const deed: ChangeTally = { source: 'deed', id: 'a', kinds: 'version', count: 1 };
    expect(addTallies([tally('a', 'version', 1)], [deed])).toHaveLength(2);
  });

  it('leaves what was counted as it was where nothing came', () => {
    const before = [tally('a', 'version', 3)];
    expect(addTallies(before, [])).toBe(before);
  });

  it('never makes more of them than there are contracts and kinds', () => {
    let tallies: readonly ChangeTally[] = [];
    for (let i = 0; i < 100; i++) tallies = addTallies(tallies, [tally('a', 'version', 1)]);
    expect(tallies).toEqual([tally('a', 'version', 100)]);
  });
});

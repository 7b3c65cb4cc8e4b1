import type { ChangeTally } from '../store/change-rows.js';

/**
 * What was counted before and what came since. Of one contract, what did the same is one tally, so that there
 * are never more than contracts have kinds of changes, however long they are counted on. Pure.
 */
export function addTallies(
  before: readonly ChangeTally[],
  since: readonly ChangeTally[],
): readonly ChangeTally[] {
  if (since.length === 0) return before;
  const came = Map.groupBy(since, ({ id }) => id);
  const added = new Set<ChangeTally>();
  const grown = before.map((tally) => {
    const more = came.get(tally.id)?.filter((each) => isAlike(each, tally)) ?? [];
    for (const each of more) added.add(each);
    return more.length > 0 ? { ...tally, count: tally.count + sumOf(more) } : tally;
  });
  return [...grown, ...since.filter((each) => !added.has(each))];
}

const isAlike = (a: ChangeTally, b: ChangeTally): boolean =>
  a.source === b.source && a.kinds === b.kinds;
const sumOf = (tallies: readonly ChangeTally[]): number =>
  tallies.reduce((sum, { count }) => sum + count, 0);

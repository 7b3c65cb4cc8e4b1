import { compareHybridClocks, readHybridClock } from '../merge/hybrid-clock.js';
import { compareVectorClocks, readVectorClock } from './vector-clock.js';

/** When somebody wrote, as the policies by clocks compare it. */
export interface Written {
  readonly clock?: string | undefined;
  readonly source?: string | undefined;
}

/** `undefined`: one of them says nothing that could be compared. */
export function compareClocks(
  policy: 'last-writer-wins' | 'vector-clock',
  mine: Written,
  known: Written,
): 'later' | 'late' | 'concurrent' | undefined {
  if (mine.clock === undefined || known.clock === undefined) return undefined;
  return policy === 'last-writer-wins'
    ? lastWriter(mine, known, [mine.clock, known.clock])
    : byVectors(mine.clock, known.clock);
}

/** Two writers within one tick are told apart by their names, the same way everywhere. */
function lastWriter(
  mine: Written,
  known: Written,
  [my, their]: readonly [string, string],
): 'later' | 'late' | undefined {
  const [a, b] = [readHybridClock(my), readHybridClock(their)];
  if (!a || !b) return undefined;
  const order = compareHybridClocks(a, b);
  const isLater = order === 0 ? (mine.source ?? '') > (known.source ?? '') : order > 0;
  return isLater ? 'later' : 'late';
}

function byVectors(my: string, their: string): 'later' | 'late' | 'concurrent' | undefined {
  const [a, b] = [readVectorClock(my), readVectorClock(their)];
  if (!a || !b) return undefined;
  const order = compareVectorClocks(a, b);
  if (order === 'concurrent') return order;
  return order === 'after' ? 'later' : 'late';
}

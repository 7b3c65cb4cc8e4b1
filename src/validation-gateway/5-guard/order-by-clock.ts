import { compareHybridClocks, readHybridClock } from '#contract';
import type { EntityState } from '#event-log';
import type { AskedOfEntity } from './asked-of-entity.js';
import { compareVectorClocks, readVectorClock } from './vector-clock.js';
import { type Refusal, refuse } from '../verdict.js';

/** `late` is no offence: the write was valid, and somebody else's came later. */
export function orderByClock(
  policy: 'last-writer-wins' | 'vector-clock',
  asked: AskedOfEntity,
  known: EntityState | undefined,
): Refusal | 'late' | undefined {
  if (asked.clock === undefined || known?.clock === undefined) return undefined;
  return policy === 'last-writer-wins' ? lastWriterWins(asked, known) : vectorClock(asked, known);
}

/** Two writers within one tick are told apart by their names, the same way everywhere. */
function lastWriterWins(asked: AskedOfEntity, known: EntityState): 'late' | undefined {
  const [mine, theirs] = [readHybridClock(asked.clock ?? ''), readHybridClock(known.clock ?? '')];
  if (!mine || !theirs) return undefined;
  const order = compareHybridClocks(mine, theirs);
  if (order !== 0) return order < 0 ? 'late' : undefined;
  return (asked.source ?? '') > (known.source ?? '') ? undefined : 'late';
}

function vectorClock(asked: AskedOfEntity, known: EntityState): Refusal | 'late' | undefined {
  const [mine, theirs] = [readVectorClock(asked.clock ?? ''), readVectorClock(known.clock ?? '')];
  if (!mine || !theirs) return undefined;
  const order = compareVectorClocks(mine, theirs);
  if (order === 'after') return undefined;
  if (order !== 'concurrent') return 'late';
  return refuse('CONCURRENT_WRITE', {
    pointer: '/entityclock',
    message: `The ${asked.semantics.entity?.type ?? 'entity'} stands at ${known.clock}, which this event (${asked.clock}) did not know of, nor the other way round.`,
  });
}

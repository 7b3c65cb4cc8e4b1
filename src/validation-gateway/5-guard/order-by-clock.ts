import { compareClocks } from '#contract';
import type { EntityState } from '#event-log';
import type { AskedOfEntity } from './asked-of-entity.js';
import { type Refusal, refuse } from '../verdict.js';

/** `late` is no offence: the write was valid, and somebody else's came later. */
export function orderByClock(
  policy: 'last-writer-wins' | 'vector-clock',
  asked: AskedOfEntity,
  known: EntityState | undefined,
): Refusal | 'late' | undefined {
  const order = known && compareClocks(policy, asked, known);
  if (order === 'late') return order;
  if (order !== 'concurrent') return undefined;
  return refuse('CONCURRENT_WRITE', {
    pointer: '/entityclock',
    message: `The ${asked.semantics.entity?.type ?? 'entity'} stands at ${known?.clock}, which this event (${asked.clock}) did not know of, nor the other way round.`,
  });
}

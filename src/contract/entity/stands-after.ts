import type { Semantics } from '../contract.js';
import { isByClock } from '../guarding.js';
import { compareClocks, type Written } from './compare-clocks.js';

/** What an event of the log says about its entity, apart from what the entity is. */
export interface EntityWord extends Written {
  readonly version?: bigint | undefined;
  readonly isDelete: boolean;
}

/**
 * Whether a word from the log says more of its entity than the one that is known, by the same order
 * by which the gateway admits them. `undefined`: nothing in them tells, so their places in the log do.
 * A gateway that only warns lets late words into the log; they change nothing here either.
 */
export function standsAfter(
  conflict: Semantics['conflict'],
  word: EntityWord,
  known: EntityWord,
): boolean | undefined {
  // Half an entity must not come back: where writes are merged a delete is the last word.
  if (conflict?.policy === 'merge' && known.isDelete) return false;
  if (isByClock(conflict?.policy)) {
    const order = compareClocks(conflict.policy, word, known);
    if (order === 'later' || order === 'late') return order === 'later';
  }
  if (word.version === undefined || known.version === undefined) return undefined;
  return word.version === known.version ? undefined : word.version > known.version;
}

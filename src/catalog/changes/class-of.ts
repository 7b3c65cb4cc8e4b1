import type { Change, DiffAnswer } from '../answers.js';
import type { ChangeClass } from './change-words.js';

/** What a version changed, and whom that breaks. */
export interface ClassifiedVersion {
  readonly class: ChangeClass;
  /** How many changes, and how many of them break somebody. */
  readonly changes: number;
  readonly breaking: number;
  /** The gravest of them, in a sentence; absent where it says the same as before. */
  readonly first?: string;
}

/**
 * Who reads with an older version refuses new events: readers break. A new version refuses what older
 * writers still send: writers do. Changes of meaning say themselves whom they hurt.
 */
export function classOf({
  backward,
  forward,
  changes,
}: Pick<DiffAnswer, 'backward' | 'forward' | 'changes'>): ClassifiedVersion {
  const [first] = changes;
  const hurts = (side: 'consumers' | 'producers', verdict: DiffAnswer['backward']) =>
    verdict.verdict === 'incompatible' ||
    changes.some(({ severity, hurts = [] }) => severity === 'breaking' && hurts.includes(side));
  const readers = hurts('consumers', forward);
  const writers = hurts('producers', backward);
  const isUndecided = [backward, forward].some(({ verdict }) => verdict === 'undecided');
  return {
    class: classed({ readers, writers, isUndecided }, changes),
    changes: changes.length,
    breaking: changes.filter(({ severity }) => severity === 'breaking').length,
    ...(first && { first: first.message }),
  };
}

function classed(
  whom: { readonly readers: boolean; readonly writers: boolean; readonly isUndecided: boolean },
  changes: readonly Change[],
): ChangeClass {
  if (whom.readers && whom.writers) return 'breaks-both';
  if (whom.readers) return 'breaks-readers';
  if (whom.writers) return 'breaks-writers';
  if (whom.isUndecided) return 'undecided';
  const isOfMeaning = changes.length > 0 && changes.every(({ about }) => about === 'meaning');
  return isOfMeaning ? 'meaning-only' : 'compatible';
}

import { standsAfter } from '#contract';
import type { LatestState, LoggedWord } from './latest-state.js';

/**
 * What stands after these words, in the order of the log; only entities that changed are answered.
 *
 * @param known what stood before, by key
 */
export function foldStates(
  words: readonly LoggedWord[],
  known: ReadonlyMap<string, LatestState>,
): ReadonlyMap<string, LatestState> {
  const changed = new Map<string, LatestState>();
  for (const { state: word, conflict } of words) {
    const before = changed.get(word.key) ?? known.get(word.key);
    const stands = !before || (standsAfter(conflict, word, before) ?? isLaterInLog(word, before));
    if (stands) changed.set(word.key, { ...word, version: word.version ?? before?.version });
  }
  return changed;
}

/** Partitions are read one after another, so where nothing else tells their clock does. */
function isLaterInLog(word: LatestState, known: LatestState): boolean {
  if (word.partition === known.partition) return word.offset > known.offset;
  const [mine, theirs] = [word.loggedAt.getTime(), known.loggedAt.getTime()];
  return mine === theirs ? word.partition > known.partition : mine > theirs;
}

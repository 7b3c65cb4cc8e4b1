import { arrayKeywords } from './keywords/arrays.js';
import { inPlaceKeywords } from './keywords/in-place.js';
import type { KeywordRow } from './keywords/keyword-row.js';
import { objectKeywords } from './keywords/objects.js';
import { scalarKeywords } from './keywords/scalars.js';
import { unevaluatedKeywords } from './keywords/unevaluated.js';

/**
 * Every keyword that decides about events. One that is not here, or not in the draft at hand, is
 * an annotation there; nothing else is ever passed over.
 */
export const keywords: Readonly<Record<string, KeywordRow>> = {
  ...scalarKeywords,
  ...objectKeywords,
  ...arrayKeywords,
  ...inPlaceKeywords,
  ...unevaluatedKeywords,
};

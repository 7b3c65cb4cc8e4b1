import type { Semantics } from '../contract.js';

/** What a word at the place of the operation does to the entity; without a place every event changes it. */
export function operationMeant(
  declared: Semantics['operation'],
  word: unknown,
): 'upsert' | 'delete' | 'unknown' {
  if (!declared) return 'upsert';
  if (typeof word !== 'string') return 'unknown';
  if (declared.delete.includes(word)) return 'delete';
  return declared.upsert.length === 0 || declared.upsert.includes(word) ? 'upsert' : 'unknown';
}

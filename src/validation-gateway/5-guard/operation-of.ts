import type { Journey } from '../journey.js';
import { readPlace } from '../read-place.js';

/** What an event does to its entity: as the contract reads it; an event without a value deletes. */
export function operationOf(journey: Journey): 'upsert' | 'delete' | 'unknown' {
  const declared = journey.promise.contract.semantics.operation;
  if (journey.event.value === null) return 'delete';
  if (!declared) return 'upsert';
  const word = readPlace(journey, declared.from);
  if (typeof word !== 'string') return 'unknown';
  if (declared.delete.includes(word)) return 'delete';
  return declared.upsert.length === 0 || declared.upsert.includes(word) ? 'upsert' : 'unknown';
}

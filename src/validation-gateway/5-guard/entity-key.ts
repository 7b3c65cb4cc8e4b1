import { keyText } from '#contract';
import type { Journey } from '../journey.js';
import { readPlace } from './read-place.js';

/** Which entity an event is about. A tombstone has no value, so its key speaks for it. */
export function entityKey(journey: Journey): string | undefined {
  const { event, promise } = journey;
  const place = promise.contract.semantics.entity?.key;
  if (place === undefined) return undefined;
  const text = keyText(readPlace(journey, place));
  if (text !== undefined || event.value !== null) return text;
  return event.key?.toString('utf8') || undefined;
}

import { valueAtPointer } from '#schema';
import type { Journey } from '../journey.js';

/**
 * What stands at a place the contract names: a JSON Pointer into the value, or `@name` for an
 * attribute of the envelope. `undefined` where nothing does.
 */
export function readPlace(
  { event, payload }: Pick<Journey, 'event' | 'payload'>,
  place: string,
): unknown {
  if (place.startsWith('@')) return event.context?.attributes.get(place.slice(1));
  const value = payload?.get();
  return value === undefined ? undefined : valueAtPointer(value, place);
}

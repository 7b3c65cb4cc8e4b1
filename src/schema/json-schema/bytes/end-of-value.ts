import { limits } from '#kernel';
import { parts, type PlaceFunction } from './parts.js';
import { tooLargeIn } from './too-large-in.js';
import { viewsOf } from './views-of.js';

/** A value so long may hold more values than an event may. */
const BYTES_MAX = 2 * limits.eventNodes.value;

/** Where the value ends that begins at `start`, by a function over places; 0 where that cannot tell. */
export function endOfValue(place: PlaceFunction, bytes: Uint8Array, start: number): number {
  const { b, v } = viewsOf(bytes.buffer);
  const { Z } = parts;
  Z[0] = Z[3] = 0;
  try {
    const end = place(b, v, bytes.byteOffset + start) - bytes.byteOffset;
    return end > start && end <= bytes.length && end - start <= BYTES_MAX ? end : 0;
  } catch (error) {
    // A text was read to where the memory ends.
    tooLargeIn(error);
    return 0;
  }
}

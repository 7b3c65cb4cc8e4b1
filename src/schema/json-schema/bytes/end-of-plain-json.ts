import { limits } from '#kernel';
import { parts } from './parts.js';
import { tooLargeIn } from './too-large-in.js';
import { viewsOf } from './views-of.js';

/** A value so long may hold more values than an event may. */
const BYTES_MAX = 2 * limits.eventNodes.value;

/**
 * Where the JSON value that begins at `start` ends, if all is well with it: its syntax, no name twice,
 * no half of a character, no number beyond a double, within the limits of events. 0 where it takes a
 * closer look to know. Whether the bytes are UTF-8 is asked by whoever calls.
 */
export function endOfPlainJson(bytes: Uint8Array, start: number): number {
  const { b, v } = viewsOf(bytes.buffer);
  const { Z, any } = parts;
  Z[0] = Z[3] = 0;
  try {
    const end = any(b, v, bytes.byteOffset + start) - bytes.byteOffset;
    return end > start && end <= bytes.length && end - start <= BYTES_MAX ? end : 0;
  } catch (error) {
    // A text was read to where the memory ends.
    tooLargeIn(error);
    return 0;
  }
}

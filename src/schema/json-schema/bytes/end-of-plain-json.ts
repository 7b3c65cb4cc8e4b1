import { endOfValue } from './end-of-value.js';
import { parts } from './parts.js';

/**
 * Where the JSON value that begins at `start` ends, if all is well with it: its syntax, no name twice,
 * no half of a character, no number beyond a double, within the limits of events. 0 where it takes a
 * closer look to know. Whether the bytes are UTF-8 is asked by whoever calls.
 */
export const endOfPlainJson = (bytes: Uint8Array, start: number): number =>
  endOfValue(parts.any, bytes, start);

import { createHash } from 'node:crypto';
import { storable } from './columns.js';

/** What fits three to a PostgreSQL index entry, with room to spare. */
const BYTES_MAX = 512;
const HASHED = 'sha256:';

/**
 * A text as a key of an index: itself, or, where PostgreSQL could not hold it exactly or at that
 * length, its hash. Two different texts never share one.
 */
export function indexable(text: string): string {
  const isPlain =
    storable(text) === text && !text.startsWith(HASHED) && Buffer.byteLength(text) <= BYTES_MAX;
  return isPlain ? text : HASHED + createHash('sha256').update(text, 'utf16le').digest('hex');
}

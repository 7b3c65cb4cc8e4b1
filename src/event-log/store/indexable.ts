import { createHash } from 'node:crypto';
import { storable } from './columns.js';

/** What fits three to a PostgreSQL index entry, with room to spare. */
const BYTES_MAX = 512;
const HASHED = 'sha256:';
const SHOWN = /^sha256:[0-9a-f]{64}$/;

/**
 * A text as a key of an index: itself, or, where PostgreSQL could not hold it exactly or at that
 * length, its hash. Two different texts never share one.
 */
export function indexable(text: string): string {
  const isPlain =
    storable(text) === text && !text.startsWith(HASHED) && Buffer.byteLength(text) <= BYTES_MAX;
  return isPlain ? text : HASHED + createHash('sha256').update(text, 'utf16le').digest('hex');
}

/**
 * What a key somebody asks for may stand under: as a text of its own, and, where it is one of those that
 * lists and exports show for texts of another kind, as it was shown. The first that is found is meant.
 */
export const mayStandUnder = (asked: string): readonly string[] =>
  SHOWN.test(asked) ? [indexable(asked), asked] : [indexable(asked)];

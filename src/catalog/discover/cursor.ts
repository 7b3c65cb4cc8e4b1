import { z } from 'zod';
import { problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import type { Place } from './search-entries.js';

/** Where a page begins (`after`) or ends (`before`). A place, not a number: rows come and go. */
export interface Cursor {
  readonly direction: 'after' | 'before';
  readonly place: Place;
}

const shape = z.tuple([z.enum(['after', 'before']), z.number(), z.string(), z.string()]);

export const writeCursor = ({ direction, place }: Cursor): string =>
  Buffer.from(JSON.stringify([direction, ...place])).toString('base64url');

/** @throws CURSOR_UNREADABLE */
export function readCursor(text: string): Cursor {
  try {
    const json = Buffer.from(text, 'base64url').toString('utf8');
    const [direction, rank, name, id] = shape.parse(JSON.parse(json));
    return { direction, place: [rank, name, id] };
  } catch {
    throw problem(catalogProblems.CURSOR_UNREADABLE, undefined);
  }
}

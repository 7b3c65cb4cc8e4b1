import { z } from 'zod';
import { problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import type { ChangePlace } from '../store/change-rows.js';

const shape = z.tuple([
  z.string().regex(/^\d{1,16}$/),
  z.enum(['deed', 'version']),
  z
    .string()
    .max(2_048)
    .refine((id) => !id.includes('\0')),
  z.int().min(1).max(Number.MAX_SAFE_INTEGER),
]);

export const writeChangeCursor = ({ us, source, id, n }: ChangePlace): string =>
  Buffer.from(JSON.stringify([us, source, source === 'deed' ? '' : id, n])).toString('base64url');

/** @throws CURSOR_UNREADABLE */
export function readChangeCursor(text: string): ChangePlace {
  try {
    const json = Buffer.from(text, 'base64url').toString('utf8');
    const [us, source, id, n] = shape.parse(JSON.parse(json));
    if (source === 'version' && n > 2_147_483_647) throw new Error('no version has that number');
    return { us, source, id, n };
  } catch {
    throw problem(catalogProblems.CURSOR_UNREADABLE, undefined);
  }
}

import { z } from 'zod';
import type { Answer } from '#kernel';

/** What an answer with an entity tag says: itself, or that it is the one the reader has. */
export const cacheable = (says: string, shape: z.ZodType): Record<number, Answer> => ({
  200: { says, content: { 'application/json': shape } },
  304: { says: 'Not changed since the entity tag in If-None-Match' },
});

export const ifNoneMatch = {
  'If-None-Match': z.string().describe('The ETag of an answer before'),
};

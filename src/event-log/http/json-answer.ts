import type { z } from 'zod';
import type { Answer } from '#kernel';

export const jsonAnswer = (says: string, shape: z.ZodType): Answer => ({
  says,
  content: { 'application/json': shape },
});

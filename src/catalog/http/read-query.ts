import type { z } from 'zod';
import { problem } from '#kernel';
import { catalogProblems } from '../problems.js';

/** Told by its first fault. @throws QUERY_INVALID */
export function readQuery<Shape extends z.ZodType>(shape: Shape, raw: unknown): z.output<Shape> {
  const read = shape.safeParse(raw);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const [name = ''] = issue?.path ?? [];
  const rule = issue?.message ?? 'is not usable';
  throw problem(catalogProblems.QUERY_INVALID, { name: String(name), rule });
}

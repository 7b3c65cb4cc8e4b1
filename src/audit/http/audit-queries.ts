import { z } from 'zod';
import { limits, problem } from '#kernel';
import { auditActions } from '../audit-actions.js';
import { auditProblems } from '../problems.js';

const text = z
  .string()
  .max(2_048)
  .refine((name) => !name.includes('\0'), { error: 'it holds what no name holds' });
const time = z.iso.datetime({ offset: true });
const from1To = (value: number) => z.coerce.number().int().min(1).max(value);
const names = Object.keys(auditActions) as (keyof typeof auditActions)[];

/** Which entries. */
export const listQuery = {
  actor: text.describe('Who did it; `concordat` for what nobody asked for'),
  action: z.enum(names),
  target: text.describe('What it was done to'),
  since: time.describe('The first moment'),
  until: time.describe('The moment to stop before'),
  cursor: from1To(Number.MAX_SAFE_INTEGER).describe('The `nextCursor` of an earlier answer'),
  limit: from1To(limits.pageRows.value).describe('100 by default'),
};

/** Which stretch of the chain. */
export const verifyQuery = {
  from: from1To(Number.MAX_SAFE_INTEGER).describe(
    '1 by default; before, the chain is taken to hold',
  ),
  limit: from1To(limits.auditVerifyEntries.value).describe('As many as may be, by default'),
};

/** @throws AUDIT_QUERY_INVALID */
export function readQuery<Shape extends z.ZodRawShape>(shape: Shape, query: unknown) {
  const read = z.object(shape).partial().safeParse(query);
  if (read.success) return read.data;
  const [{ path, message } = { path: [], message: '' }] = read.error.issues;
  const expected = message.charAt(0).toLowerCase() + message.slice(1, 200);
  throw problem(auditProblems.AUDIT_QUERY_INVALID, { where: String(path[0]), expected });
}

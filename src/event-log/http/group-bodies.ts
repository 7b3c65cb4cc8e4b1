import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { limits, problem } from '#kernel';
import { eventLogProblems } from '../problems.js';

const partition = z.int().min(0).max(999_999_999);
const offset = z.int().min(0);
const member = z
  .string()
  .regex(/^[a-zA-Z0-9._-]{1,249}$/)
  .describe('The name a reader gives itself, its own among the members of the group');
const readsFrom = z
  .enum(['start', 'end'])
  .default('start')
  .describe('Where a group begins that never read the topic');

/** What a member asks for. */
export const pollBody = z.strictObject({
  member,
  limit: z.int().min(1).max(limits.logReadEvents.value).default(100),
  waitMs: z.int().min(0).max(limits.consumerWaitMs.value).default(0),
  leaseMs: z.int().min(1_000).max(limits.consumerLeaseMs.value).default(30_000),
  readsFrom,
});

/** What a member has done with. */
export const commitBody = z.strictObject({
  member,
  partitions: z
    .array(z.strictObject({ partition, epoch: offset, nextOffset: offset }))
    .min(1)
    .max(10_000)
    .refine((all) => new Set(all.map((each) => each.partition)).size === all.length, {
      error: 'each partition may be there once',
    }),
});

export const declareBody = z.strictObject({
  readsFrom,
  holdsEvents: z
    .boolean()
    .default(false)
    .describe('Retention waits for this group, however long it takes'),
});

export const positionsBody = z.union([
  z.strictObject({ to: z.union([z.enum(['start', 'end']), z.iso.datetime({ offset: true })]) }),
  z.strictObject({
    partitions: z
      .array(z.strictObject({ partition, nextOffset: offset }))
      .min(1)
      .max(10_000),
  }),
]);

/** A JSON body of this shape; nothing at all is an empty object. */
export function readBody<T>(shape: z.ZodType<T>, { body }: FastifyRequest): T {
  const read = shape.safeParse(parsed(body));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = (issue?.path ?? []).map((step) => `/${String(step)}`).join('');
  throw problem(eventLogProblems.BODY_INVALID, { place, what: inWords(issue?.message) });
}

function parsed(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return body ?? {};
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    throw problem(eventLogProblems.BODY_INVALID, { place: '', what: 'it is no JSON' });
  }
}

const inWords = (message = 'it has another shape'): string =>
  message.charAt(0).toLowerCase() + message.slice(1, 200);

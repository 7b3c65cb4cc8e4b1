import { z } from 'zod';

const event = z.object({ id: z.string(), owner: z.string(), domain: z.string().optional() });
export type ReviewedEvent = z.infer<typeof event>;

/** What is worth a look, as the catalog answers it. */
export const review = z.object({
  ...{ day: z.string(), days: z.number(), inForce: z.number() },
  unread: z.array(event.extend({ topic: z.string(), declared: z.array(z.string()) })),
  silent: z.array(event),
  manyWriters: z.array(
    z.object({
      ...{ entity: z.string(), writers: z.array(z.string()), policies: z.array(z.string()) },
      ...{ judged: z.number(), conflicts: z.number(), conflictRate: z.number() },
    }),
  ),
  refused: z.array(event.extend({ judged: z.number(), refused: z.number() })),
  overdue: z.array(
    z.object({
      ...{ consumer: z.string(), team: z.string(), of: z.string(), attestedUntil: z.string() },
    }),
  ),
});
export type ReviewAnswer = z.infer<typeof review>;

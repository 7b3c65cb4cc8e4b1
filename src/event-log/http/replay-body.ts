import { z } from 'zod';

const time = z.iso.datetime({ offset: true });
const text = z.string().max(2_048);

/** What is replayed, and where to. */
export const replayBody = z.strictObject({
  into: z.string().describe('A topic whose name begins with `sandbox.`'),
  from: z.union([z.literal('start'), time]).default('start'),
  to: time.optional().describe('Events before this moment; by default those there are now'),
  key: text.optional(),
  source: text.optional(),
  type: text.optional(),
  contractVersion: z.int().min(1).optional(),
  where: z
    .record(z.string().regex(/^(\/.*)?$/), z.union([text, z.number(), z.boolean(), z.null()]))
    .refine((all) => Object.keys(all).length <= 20, { error: 'it has more than 20 conditions' })
    .optional()
    .describe('By JSON Pointer, what stands there in a JSON value'),
});

import { z } from 'zod';

const reason = z.object({ code: z.string(), pointer: z.string(), message: z.string() });
/** What the gateway answers about an event. */
export const explainedVerdicts = z.object({
  verdicts: z.array(
    z.object({
      verdict: z.string(),
      contract: z.string().optional(),
      policy: z.string().optional(),
      source: z.string().nullish(),
      at: z.string(),
      position: z
        .object({ topic: z.string(), partition: z.number(), offset: z.number() })
        .optional(),
      inputHash: z.string().optional(),
      quarantineId: z.string().optional(),
      heldUntil: z.string().optional(),
      reasons: z.array(reason).optional(),
      checks: z
        .array(
          z.object({
            check: z.string(),
            says: z.string(),
            outcome: z.string(),
            reason: reason.optional(),
          }),
        )
        .optional(),
    }),
  ),
});

/** A verdict as the gateway explains it. */
export type ToldVerdict = z.infer<typeof explainedVerdicts>['verdicts'][number];

import { z } from 'zod';

const stopped = z.object({ at: z.string(), by: z.string(), reason: z.string() }).nullable();
const verdict = z.object({ fate: z.string(), reason: z.string() });

/** What the registry answers where a rollout is stopped or resumed. */
export const rolloutState = z.object({ contract: z.string(), version: z.number(), stopped });
export type RolloutState = z.infer<typeof rolloutState>;

/** How a candidate fares, as the catalog answers it. */
export const rolloutReport = z.object({
  contract: z.string(),
  rollout: z
    .object({ name: z.string(), percent: z.number(), stickiness: z.string(), stopped })
    .nullable(),
  ...{ over: z.string(), compared: z.number(), decidedByCandidate: z.number() },
  ...{ differing: z.number(), unsettled: z.number() },
  refused: z.object({ inForce: z.number(), candidate: z.number() }),
  divergences: z.array(
    z.object({
      ...{ inForce: verdict, candidate: verdict, count: z.number() },
      samples: z.array(
        z.object({ eventId: z.string().optional(), position: z.string().optional() }),
      ),
    }),
  ),
});
export type RolloutReport = z.infer<typeof rolloutReport>;

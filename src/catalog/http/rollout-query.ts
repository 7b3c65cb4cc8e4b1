import { z } from 'zod';
import { durationMs } from '#contract';
import { limits } from '#kernel';

const DAY_MS = 86_400_000;
const days = limits.comparisonDays.value;

export const rolloutQuery = z.object({
  over: z
    .string()
    .max(40)
    .refine((text) => durationMs(text) > 0 && durationMs(text) <= days * DAY_MS, {
      message: `is no ISO 8601 duration of at most ${days} days, such as PT24H`,
    })
    .default('PT24H'),
});

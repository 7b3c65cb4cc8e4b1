import { z } from 'zod';
import { limits } from '#kernel';

const reason = z.string().trim().min(1).max(limits.holdReasonCharacters.value);

/** What is held from now on, and why. */
export const placeBody = z.strictObject({
  topic: z.string().min(1).max(limits.subjectCharacters.value),
  reason: reason.describe('Such as the name of the case'),
});

/** Why it is held no longer. */
export const liftBody = z.strictObject({ reason });

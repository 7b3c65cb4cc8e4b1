import { isOutage, Problem } from '#kernel';
import type { Sent } from './exit.js';
import { isNotStored } from './is-not-stored.js';
import { withinMs } from './within-ms.js';

/** Longer than any healthy commit; a producer waiting longer has given up itself. */
const CONFIRM_TIMEOUT_MS = 15_000;

export type Unconfirmed = Extract<Sent, { ok: false }>;

/** What PostgreSQL has committed, or why nobody knows that it has. */
export async function confirmed<T>(work: Promise<T>): Promise<{ readonly value: T } | Unconfirmed> {
  try {
    const done = work.then((value) => ({ value }));
    const late = () => unconfirmed('PostgreSQL did not confirm the event in time.');
    return await withinMs(CONFIRM_TIMEOUT_MS, done, late);
  } catch (error) {
    if (error instanceof Problem) return nobodyConfirmed(error.message);
    if (!isOutage(error)) throw error;
    const message = 'PostgreSQL cannot be reached.';
    return isNotStored(error) ? nobodyConfirmed(message) : unconfirmed(message);
  }
}

/** It may have been committed all the same. */
const unconfirmed = (message: string): Unconfirmed => ({
  ...nobodyConfirmed(message),
  reason: 'unconfirmed',
});

/** Certainly not stored. */
export const nobodyConfirmed = (message: string): Unconfirmed => ({
  ok: false,
  reason: 'broker-away',
  message,
  retryAfterSeconds: 1,
});

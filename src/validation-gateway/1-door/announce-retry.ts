import type { FastifyReply } from 'fastify';
import type { Verdict } from '../verdict.js';

/** Where some events of a request were deferred: when all of them may come again. */
export function announceRetry(reply: FastifyReply, verdicts: readonly Verdict[]): void {
  const seconds = retryAfter(verdicts);
  if (seconds !== undefined) void reply.header('Retry-After', String(seconds));
}

/** The longest wait of those deferred; nothing where none is. */
export function retryAfter(verdicts: readonly Verdict[]): number | undefined {
  if (!verdicts.some(({ fate }) => fate === 'deferred')) return undefined;
  const waits = verdicts.flatMap(({ fate, retryAfterSeconds }) =>
    fate === 'deferred' ? (retryAfterSeconds ?? 1) : [],
  );
  return Math.max(...waits);
}

import { type Problem, problem } from '#kernel';
import { gatewayProblems } from '../problems.js';
import type { Verdict } from '../verdict.js';
import { retryAfter } from './announce-retry.js';

/** Where nothing of a request was taken and something of it may come again: the whole is deferred. */
export function deferredProblem(
  verdicts: readonly Verdict[],
  members: Readonly<Record<string, unknown>>,
): Problem | undefined {
  const retryAfterSeconds = retryAfter(verdicts);
  if (retryAfterSeconds === undefined) return undefined;
  const deferred = verdicts.filter(({ fate }) => fate === 'deferred');
  const away = deferred.find(({ refusal }) => !isOwn(refusal?.reason));
  const { refusal } = away ?? deferred[0] ?? {};
  const extras = { retryAfterSeconds, members };
  const why = refusal?.message ?? '';
  if (away || !refusal) return problem(gatewayProblems.EVENTS_DEFERRED, why, extras);
  return problem(
    refusal.reason === 'RATE_EXCEEDED'
      ? gatewayProblems.RATE_EXCEEDED
      : gatewayProblems.NO_ROOM_TO_WAIT,
    why,
    extras,
  );
}

/** What the contract asks its producers to wait for; else it is the broker. */
const isOwn = (reason: string | undefined): boolean =>
  reason === 'RATE_EXCEEDED' || reason === 'NO_ROOM_TO_WAIT';

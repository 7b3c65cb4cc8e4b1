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
  const away = deferred.find(({ refusal }) => refusal?.reason !== 'RATE_EXCEEDED');
  const row = away ? gatewayProblems.EVENTS_DEFERRED : gatewayProblems.RATE_EXCEEDED;
  const why = (away ?? deferred[0])?.refusal?.message ?? '';
  return problem(row, why, { retryAfterSeconds, members });
}

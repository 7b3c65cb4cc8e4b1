import { type Problem, problem } from '#kernel';
import { gatewayProblems } from '../problems.js';
import type { Verdict } from '../verdict.js';
import { retryAfter } from './announce-retry.js';

/** Where nothing of a request was taken and something of it may come again: the whole is deferred. */
export function deferredProblem(
  verdicts: readonly Verdict[],
  members: () => Readonly<Record<string, unknown>>,
): Problem | undefined {
  const retryAfterSeconds = retryAfter(verdicts);
  if (retryAfterSeconds === undefined) return undefined;
  const deferred = verdicts.filter(({ fate }) => fate === 'deferred');
  const told = deferred.find((each) => rowOf(each) === AWAY) ?? deferred[0];
  const why = told?.refusal?.message ?? '';
  return problem(told ? rowOf(told) : AWAY, why, { retryAfterSeconds, members: members() });
}

const AWAY = gatewayProblems.EVENTS_DEFERRED;
/** What the contract asks its producers to wait for; else it is the broker. */
const ASKED_BY_CONTRACT: Readonly<Record<string, typeof AWAY | undefined>> = {
  RATE_EXCEEDED: gatewayProblems.RATE_EXCEEDED,
  NO_ROOM_TO_WAIT: gatewayProblems.NO_ROOM_TO_WAIT,
};
const rowOf = ({ refusal }: Verdict) => ASKED_BY_CONTRACT[refusal?.reason ?? ''] ?? AWAY;

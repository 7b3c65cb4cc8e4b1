import type { FastifyReply } from 'fastify';
import { invariant, Problem } from '#kernel';
import { reasons } from '../reasons.js';
import { countAccepted, isAccepted, type Verdict } from '../verdict.js';
import { announceRetry } from './announce-retry.js';
import { JSON_TYPE } from './json-type.js';
import { plainContract } from './plain-contract.js';
import { contractOf, told } from './verdict-in-words.js';

/** One event: 200 with its verdict, 202 where it waits, or the refusal as a problem; lenient, 200 with either. */
export function answerEvent(
  reply: FastifyReply,
  verdict: Verdict | undefined,
  isLenient = false,
): unknown {
  invariant(verdict, 'a request of one event has one verdict');
  const isToldByStatus = !isLenient || verdict.fate === 'deferred';
  if (!isAccepted(verdict) && isToldByStatus) throw refusalProblem(verdict);
  if (verdict.fate === 'held') void reply.status(202);
  return { ...told(verdict), position: verdict.position };
}

/** A batch: 200 all · 207 some · 422 none, lenient 200; 503 or 429 where they may come again. */
export function answerBatch(
  reply: FastifyReply,
  verdicts: readonly Verdict[],
  isLenient = false,
): unknown {
  const accepted = countAccepted(verdicts);
  if (accepted === 0) refuseDeferred(verdicts);
  announceRetry(reply, verdicts);
  const strict = accepted === verdicts.length ? 200 : accepted > 0 ? 207 : 422;
  void reply.status(isLenient ? 200 : strict);
  void reply.type(JSON_TYPE);
  return `{"results":[${verdicts.map(resultText).join()}]}`;
}

/** Where all wait, the one that waits longest speaks. */
function refuseDeferred(verdicts: readonly Verdict[]): void {
  const [deferred] = verdicts
    .filter(({ fate }) => fate === 'deferred')
    .sort((a, b) => (b.retryAfterSeconds ?? 0) - (a.retryAfterSeconds ?? 0));
  if (deferred) throw refusalProblem(deferred);
}

function resultText(verdict: Verdict): string {
  const { position } = verdict;
  const contract = plainContract(verdict);
  if (contract === undefined) return JSON.stringify({ ...told(verdict), position });
  const place = position ? `,"position":${JSON.stringify(position)}` : '';
  return `{"verdict":"accepted","contract":${contract}${place}}`;
}

export function refusalProblem(verdict: Verdict): Problem {
  const { refusal, retryAfterSeconds } = verdict;
  invariant(refusal, 'what is not accepted has a reason');
  const { title, http, remedy } = reasons[refusal.reason];
  const contract = contractOf(verdict);
  const { verdict: fate, policy, quarantineId, retry, violations } = told(verdict);
  return new Problem(
    { code: refusal.reason, http, title },
    { message: refusal.message, hint: remedy },
    {
      ...(refusal.pointer !== '' && { pointer: refusal.pointer }),
      ...(contract !== undefined && { contract }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      members: { verdict: fate, policy, quarantineId, retry, violations, checks: verdict.checks },
    },
  );
}

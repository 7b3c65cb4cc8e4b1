import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnsweredRequests, type KeptAnswer, type NamedRequest } from '#event-log';
import { Problem, problem, provenPrincipal } from '#kernel';
import { Custody, type Unconfirmed } from '../peers/custody.js';
import { gatewayProblems } from '../problems.js';
import { dryRunAsked } from './dry-run-asked.js';
import { idempotencyKey } from './idempotency-key.js';
import { inDialect } from './in-dialect.js';
import { JSON_TYPE } from './json-type.js';
import { leaveTogether } from './leave-together.js';
import { StandInLine } from './line/stand-in-line.js';
import { nameWork } from './named-work.js';

const KEPT_HEADERS = ['content-type', 'deprecation', 'sunset', 'link', 'preference-applied'];

/**
 * A request that carries an Idempotency-Key is answered once, and its repeats with the same answer,
 * at whichever gateway. Only what took events is remembered: after a refusal nothing was done, and the
 * same request may be right tomorrow.
 */
@Injectable()
export class AnswerOnce {
  constructor(
    private readonly requests: AnsweredRequests,
    private readonly custody: Custody,
    private readonly line: StandInLine,
  ) {}

  /** @param work what answers the request, where nobody has */
  answer(request: FastifyRequest, reply: FastifyReply, work: Work): Promise<unknown> {
    return leaveTogether(
      this.line.serve(request, reply, () => this.answerOf(request, reply, work)),
    );
  }

  private answerOf(request: FastifyRequest, reply: FastifyReply, work: Work): Promise<unknown> {
    const refuse = (offence: Problem): Problem =>
      request.url.startsWith('/events') ? offence : inDialect(offence);
    const isDryRun = dryRunAsked(request);
    if (isDryRun === undefined) throw refuse(problem(gatewayProblems.DRY_RUN_UNCLEAR, undefined));
    // Its answer must not be the one a request that sends gets for the same key.
    if (isDryRun) return work(true);
    const key = idempotencyKey(request.headers['idempotency-key']);
    if (key === undefined) return work(false);
    if (key === null) throw refuse(problem(gatewayProblems.IDEMPOTENCY_KEY_INVALID, undefined));
    return this.once({ request, reply, key, refuse }, work);
  }

  private async once(asked: Asked, work: Work): Promise<unknown> {
    const named = namedRequest(asked);
    const outcome = await this.custody.confirmed(() => this.requests.claim(named));
    if (!('value' in outcome)) throw asked.refuse(cannotTell(outcome));
    const claimed = outcome.value;
    switch (claimed.state) {
      case 'another-request':
        throw asked.refuse(problem(gatewayProblems.IDEMPOTENCY_KEY_REUSED, undefined));
      case 'in-flight':
        throw asked.refuse(
          problem(gatewayProblems.IDEMPOTENCY_KEY_IN_FLIGHT, undefined, { retryAfterSeconds: 1 }),
        );
      case 'answered':
        return answerAgain(asked.reply, claimed.answer);
      case 'claimed':
        nameWork(asked.request, claimed);
        return this.first(asked, work, { named, claim: claimed.claim });
    }
  }

  private async first(
    { reply }: Asked,
    work: Work,
    { named, claim }: { readonly named: NamedRequest; readonly claim: string },
  ): Promise<unknown> {
    let answer: unknown;
    try {
      answer = await work(false);
    } catch (error) {
      const isRefusal = error instanceof Problem && error.row.http < 500;
      await this.keep(() =>
        isRefusal ? this.requests.giveUp(named, claim) : this.requests.letGo(named, claim),
      );
      throw error;
    }
    const { statusCode: status } = reply;
    await this.keep(() =>
      status >= 500
        ? this.requests.letGo(named, claim)
        : status >= 400
          ? this.requests.giveUp(named, claim)
          : this.requests.answer(named, claim, { status, ...keptOf(reply, answer) }),
    );
    return answer;
  }

  /** The events have their fate by now, and their sender hears of it; where PostgreSQL is away the claim ends by itself. */
  private async keep(end: () => Promise<void>): Promise<void> {
    await this.custody.last(end);
  }
}

/** Nothing was judged: who does not know whether a request was answered must not answer it twice. */
const cannotTell = ({ message, retryAfterSeconds }: Unconfirmed): Problem =>
  problem(gatewayProblems.ANSWERS_AWAY, message, { retryAfterSeconds });

type Work = (isDryRun: boolean) => Promise<unknown>;

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly key: string;
  readonly refuse: (offence: Problem) => Problem;
}

function namedRequest({ request, key }: Asked): NamedRequest {
  const { method, url, headers, body } = request;
  const deciding = Object.keys(headers)
    .filter((name) => name.startsWith('ce-') || ['content-type', 'prefer'].includes(name))
    .sort()
    .map((name) => [name, headers[name]]);
  const hash = createHash('sha256').update(JSON.stringify([method, url, deciding]));
  if (Buffer.isBuffer(body)) hash.update(body);
  return { principal: provenPrincipal(headers) ?? '', key, fingerprint: hash.digest() };
}

function keptOf(reply: FastifyReply, answer: unknown): Omit<KeptAnswer, 'status'> {
  const headers: Record<string, string> = { 'content-type': JSON_TYPE };
  for (const name of KEPT_HEADERS) {
    const value = reply.getHeader(name);
    if (typeof value === 'string') headers[name] = value;
  }
  return { headers, body: typeof answer === 'string' ? answer : JSON.stringify(answer) };
}

function answerAgain(reply: FastifyReply, { status, headers, body }: KeptAnswer): string {
  void reply.status(status).headers(headers);
  return body;
}

import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOutage, Problem, problem, problemBody } from '#kernel';
import { isDialectAddress } from '#registry';
import { appProblems } from '../problems.js';
import { readOn } from './read-on.js';
import type { Routes } from '../openapi/routes.js';

/**
 * RFC 9457, or the Confluent dialect's own shape where one of its clients asks. The last stop
 * of everything thrown that no controller's filter has told already.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  constructor(private readonly routes: Routes) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    // What began as a stream cannot be told to its reader any more, but it is a bug all the same.
    const { row } = reply.raw.headersSent
      ? asProblem(thrown)
      : tell(thrown, request, { reply, routes: this.routes });
    if (row.http === 500) this.log.error({ err: thrown, path: request.url }, 'unexpected');
  }
}

/** Of these the rest of the body is thrown away. */
const LEFT_UNREAD: ReadonlySet<object> = new Set([
  appProblems.BODY_TOO_LARGE,
  appProblems.REQUEST_TOO_SLOW,
  appProblems.CONNECTIONS_FULL,
]);

/** Answers in the shape this address speaks; the router's own refusals come here directly. */
export function tell(
  thrown: unknown,
  { url, method, raw }: Pick<FastifyRequest, 'url' | 'method' | 'raw'>,
  { reply, routes }: { readonly reply: FastifyReply; readonly routes?: Routes },
): Problem {
  const known = asProblem(thrown);
  const methods = known.row === appProblems.ROUTE_UNKNOWN ? (routes?.methodsAt(url) ?? []) : [];
  const isOther = methods.length > 0 && !methods.includes(method === 'HEAD' ? 'GET' : method);
  const told = isOther ? wrongMethod(method, methods) : known;
  if (told !== known) void reply.header('Allow', methods.join(', '));
  if (LEFT_UNREAD.has(told.row)) readOn(raw);
  if (isDialectAddress(url)) sendInDialect(reply, told);
  else sendProblem(reply, told);
  return told;
}

const wrongMethod = (method: string, methods: readonly string[]): Problem =>
  problem(appProblems.METHOD_NOT_ALLOWED, { method, methods });

/** What Nest and Fastify throw, in our words; a bug of ours says no more than that it is one. */
function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (isOutage(thrown))
    return problem(appProblems.STORE_UNREACHABLE, undefined, { retryAfterSeconds: 1 });
  const status = thrown instanceof HttpException ? thrown.getStatus() : statusOf(thrown);
  const message = thrown instanceof Error ? thrown.message : '';
  if (status === 404) return problem(appProblems.ROUTE_UNKNOWN, message);
  if (status === 413) return problem(appProblems.BODY_TOO_LARGE, undefined);
  if (status === 415) return problem(appProblems.MEDIA_TYPE_UNSUPPORTED, undefined);
  if (status >= 400 && status < 500) return problem(appProblems.REQUEST_MALFORMED, message);
  return problem(appProblems.BUG, undefined);
}

function statusOf(thrown: unknown): number {
  const { statusCode } = (thrown ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : 500;
}

function sendProblem(reply: FastifyReply, told: Problem): void {
  const { retryAfterSeconds } = told.extras;
  if (retryAfterSeconds !== undefined) void reply.header('Retry-After', String(retryAfterSeconds));
  void reply
    .status(told.row.http)
    .header('Content-Type', 'application/problem+json')
    .send(JSON.stringify(problemBody(told)));
}

function sendInDialect(reply: FastifyReply, { row, message, hint }: Problem): void {
  void reply
    .status(row.http)
    .header('Content-Type', 'application/vnd.schemaregistry.v1+json')
    .send(
      JSON.stringify({
        error_code: row.confluent ?? row.http,
        message: hint ? `${message} ${hint}` : message,
      }),
    );
}

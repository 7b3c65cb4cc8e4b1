import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Logger,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOutage, principalOf, Problem, problem } from '#kernel';
import { refusals } from '../../metrics.js';
import { registryProblems } from '../../problems.js';
import { RefusedChanges } from '../../refused-changes.js';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../../registry-settings.js';
import { DIALECT_MEDIA_TYPE, mediaTypeFor } from './media-type.js';

/** `{"error_code": …, "message": …}`; members such as `findings` stand beside, clients ignore them. */
@Catch()
export class DialectFilter implements ExceptionFilter {
  private readonly log = new Logger('registry');

  constructor(
    @Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings,
    private readonly refused: RefusedChanges,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.raw.headersSent) return;
    const told = this.told(thrown, request.url);
    const { row, message, extras } = told;
    refusals.inc({ code: row.code });
    const { subject = '' } = (request.params ?? {}) as { readonly subject?: string };
    this.refused.note(told, subject, principalOf(request.headers));
    if (extras.retryAfterSeconds !== undefined)
      void reply.header('Retry-After', String(extras.retryAfterSeconds));
    const body = { error_code: this.codeOf(row), message, ...extras.members };
    void reply
      .status(row.http)
      .header('Content-Type', mediaTypeFor(request.headers.accept) ?? DIALECT_MEDIA_TYPE)
      .send(JSON.stringify(body));
  }

  private told(thrown: unknown, path: string): Problem {
    if (thrown instanceof Problem) return thrown;
    if (isOutage(thrown))
      return problem(registryProblems.REGISTRY_UNREACHABLE, undefined, { retryAfterSeconds: 1 });
    if (thrown instanceof HttpException && thrown.getStatus() < 500) {
      const row = { code: 'REQUEST_REFUSED', http: thrown.getStatus(), title: 'Request refused' };
      return new Problem(row, { message: thrown.message });
    }
    this.log.error({ err: thrown, path }, 'unexpected');
    return problem(registryProblems.REGISTRY_BUG, undefined);
  }

  /** Confluent 7 answered 409 where Confluent 8 answers 40901. */
  private codeOf({ confluent, http }: Problem['row']): number {
    return confluent === registryProblems.SCHEMA_INCOMPATIBLE.confluent
      ? this.settings.conflictCode
      : (confluent ?? http);
  }
}

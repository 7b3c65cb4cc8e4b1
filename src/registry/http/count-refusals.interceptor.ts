import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import { Problem, principalOf } from '#kernel';
import type { FastifyRequest } from 'fastify';
import { refusals } from '../metrics.js';
import { RefusedChanges } from '../refused-changes.js';

/** Counts what is refused on `/v1`, where the app's filter prints it; notes what would have broken. */
@Injectable()
export class CountRefusals implements NestInterceptor {
  constructor(private readonly refused: RefusedChanges) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { headers, query } = context.switchToHttp().getRequest<FastifyRequest>();
    const { dryRun } = query as Record<string, unknown>;
    return next.handle().pipe(
      tap({
        error: (error: unknown) => {
          if (!(error instanceof Problem)) return;
          refusals.inc({ code: error.row.code });
          if (dryRun === undefined || dryRun === 'false')
            this.refused.note(error, '', principalOf(headers));
        },
      }),
    );
  }
}

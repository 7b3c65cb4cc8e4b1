import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import { Problem } from '#kernel';
import { refusals } from '../metrics.js';

/** Counts what is refused on `/v1`, where the app's filter prints it. */
@Injectable()
export class CountRefusals implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      tap({
        error: (error: unknown) => {
          if (error instanceof Problem) refusals.inc({ code: error.row.code });
        },
      }),
    );
  }
}

import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { mediaTypeFor } from './media-type.js';

/** Answers are JSON text under the dialect's media type; a string is a schema and stays as it is. */
@Injectable()
export class DialectAnswer implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<string> {
    const http = context.switchToHttp();
    const { accept } = http.getRequest<FastifyRequest>().headers;
    void http.getResponse<FastifyReply>().header('Content-Type', mediaTypeFor(accept));
    return next
      .handle()
      .pipe(map((body) => (typeof body === 'string' ? body : JSON.stringify(body))));
  }
}

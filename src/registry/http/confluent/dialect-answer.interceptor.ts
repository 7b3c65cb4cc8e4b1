import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { problem } from '#kernel';
import { registryProblems } from '../../problems.js';
import { isTaken, mediaTypeFor } from './media-type.js';

/**
 * Answers are JSON text under the dialect's media type; a string is a schema and stays as it is.
 * What cannot be answered, or not be read, is refused before anything is done.
 */
@Injectable()
export class DialectAnswer implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<string> {
    const http = context.switchToHttp();
    const { headers, body } = http.getRequest<FastifyRequest>();
    const type = mediaTypeFor(headers.accept);
    if (type === undefined) throw problem(registryProblems.NOT_ACCEPTABLE, undefined);
    if (body !== undefined && !isTaken(headers['content-type']))
      throw problem(registryProblems.MEDIA_TYPE_NOT_TAKEN, undefined);
    void http.getResponse<FastifyReply>().header('Content-Type', type);
    return next
      .handle()
      .pipe(map((body) => (typeof body === 'string' ? body : JSON.stringify(body))));
  }
}

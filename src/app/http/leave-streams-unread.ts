import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type {
  FastifyInstance,
  FastifyRequest,
  preParsingHookHandler,
  preValidationHookHandler,
} from 'fastify';
import { isStreamedRoute } from '#validation-gateway';

/** Answers that go on while their requests still come. */
const streaming = new WeakSet<ServerResponse>();

export const isStreaming = (answer: ServerResponse): boolean => streaming.has(answer);

/**
 * Leaves the bodies of some routes to their controllers. Fastify chooses the parser of a body by its
 * type alone, so a request there is given a type of its own until the choice is made; nobody outside
 * can know its name. The route decides, not the address: `%72ecords` and `http://here/…` lead there, too.
 */
export function leaveStreamsUnread(fastify: FastifyInstance): void {
  const unread = `application/x-${randomUUID()}`;
  const types = new WeakMap<FastifyRequest, string | undefined>();
  fastify.addContentTypeParser(unread, (_request, body, done) => done(null, body));
  fastify.addHook('onRoute', (route) => {
    if (!isStreamedRoute(route)) return;
    const hide: preParsingHookHandler = (request, reply, body, done) => {
      streaming.add(reply.raw);
      types.set(request, request.headers['content-type']);
      request.headers['content-type'] = unread;
      done(null, body);
    };
    const show: preValidationHookHandler = (request, _reply, done) => {
      const type = types.get(request);
      if (type === undefined) delete request.headers['content-type'];
      else request.headers['content-type'] = type;
      done();
    };
    Object.assign(route, { preParsing: hide, preValidation: show });
  });
}

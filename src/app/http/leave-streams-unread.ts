import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isStreamedRoute } from '#validation-gateway';

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
    route.preParsing = (request, _reply, body, done) => {
      types.set(request, request.headers['content-type']);
      request.headers['content-type'] = unread;
      done(null, body);
    };
    route.preValidation = (request, _reply, done) => {
      const type = types.get(request);
      if (type === undefined) delete request.headers['content-type'];
      else request.headers['content-type'] = type;
      done();
    };
  });
}

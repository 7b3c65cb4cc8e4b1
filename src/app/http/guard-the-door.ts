import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Authenticate } from '#governance';
import { ADMINISTRATOR_HEADER, PRINCIPAL_HEADER, Problem } from '#kernel';
import { tell } from './problem.filter.js';

/** Whoever watches over the process has no key. */
const OPEN = /^\/(healthz|readyz)(\?|$)/;
/** Browsers ask their user; Confluent's clients send what they were configured with. */
const CHALLENGE = 'Basic realm="Concordat (the key is the password)", Bearer';

/**
 * In front of every address, also of those nobody thought of. What a header from outside says about
 * the principal is taken away first.
 */
export function guardTheDoor(app: NestFastifyApplication): void {
  const authenticate = app.get(Authenticate);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', ({ headers }, _reply, done) => {
    // A deletion makes the headers slow to read, so only where there is something to delete.
    if (headers[PRINCIPAL_HEADER] !== undefined) delete headers[PRINCIPAL_HEADER];
    if (headers[ADMINISTRATOR_HEADER] !== undefined) delete headers[ADMINISTRATOR_HEADER];
    done();
  });
  if (!authenticate.isAsked) return;
  fastify.addHook('onRequest', async (request, reply) => {
    if (OPEN.test(request.url)) return;
    try {
      const caller = await authenticate.run(request.headers);
      if (caller) request.headers[PRINCIPAL_HEADER] = caller.principal;
      if (caller?.isAdmin === true) request.headers[ADMINISTRATOR_HEADER] = 'yes';
    } catch (error) {
      if (error instanceof Problem && error.row.http === 401)
        void reply.header('WWW-Authenticate', CHALLENGE);
      tell(error, request, { reply });
    }
  });
}

import type { IncomingHttpHeaders } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Authenticate } from '#governance';
import { ADMINISTRATOR_HEADER, PRINCIPAL_HEADER, Problem, problem } from '#kernel';
import { appProblems } from '../problems.js';
import { asksOfHealth } from './asks-of-health.js';
import { LastingAnswers } from './lasting-answers.js';
import { namesAHost } from './names-a-host.js';
import { tell } from './problem.filter.js';

/** Browsers ask their user; Confluent's clients send what they were configured with. */
const CHALLENGE = 'Basic realm="Concordat (the key is the password)", Bearer';

const CODED = 'its body is coded in another way than in chunks, so nobody here can read it';

const NO_HOST = 'its header Host names no host';

/** Node takes any coding below the chunks and hands it on as it is. */
const isCoded = (coding: string | undefined): boolean =>
  coding !== undefined && coding.toLowerCase() !== 'chunked';

function faultIn(headers: IncomingHttpHeaders): string | undefined {
  if (isCoded(headers['transfer-encoding'])) return CODED;
  return namesAHost(headers.host) ? undefined : NO_HOST;
}

/**
 * In front of every address, also of those nobody thought of. What a header from outside says about
 * the principal is taken away first.
 */
export function guardTheDoor(app: NestFastifyApplication): void {
  const authenticate = app.get(Authenticate);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    const { headers } = request;
    const fault = faultIn(headers);
    if (fault !== undefined)
      return void tell(problem(appProblems.REQUEST_MALFORMED, fault), request, { reply });
    // A deletion makes the headers slow to read, so only where there is something to delete.
    if (headers[PRINCIPAL_HEADER] !== undefined) delete headers[PRINCIPAL_HEADER];
    if (headers[ADMINISTRATOR_HEADER] !== undefined) delete headers[ADMINISTRATOR_HEADER];
    done();
  });
  if (!authenticate.isAsked) return;
  const lasting = new LastingAnswers((headers) => authenticate.run(headers));
  fastify.addHook('onRequest', async (request, reply) => {
    if (asksOfHealth(request.url)) return;
    try {
      const caller = await authenticate.run(request.headers);
      if (caller) request.headers[PRINCIPAL_HEADER] = caller.principal;
      if (caller?.isAdmin === true) request.headers[ADMINISTRATOR_HEADER] = 'yes';
      lasting.add(request.routeOptions.url, request.headers, reply.raw);
    } catch (error) {
      if (error instanceof Problem && error.row.http === 401)
        void reply.header('WWW-Authenticate', CHALLENGE);
      tell(error, request, { reply });
    }
  });
}

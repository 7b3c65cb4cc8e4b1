import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '#kernel';
import type { GatewayAnswer } from '../gateway/ask-gateway.js';
import { catalogProblems } from '../problems.js';

const NOTHING = Buffer.alloc(0);

/**
 * The bytes of a body, from our own pages or from a program. A page of somebody else may make a
 * browser send one as well, with the reader's credentials: that is refused (Fetch Metadata).
 *
 * @throws FOREIGN_PAGE
 */
export function bodyOf({ body, headers }: FastifyRequest): Buffer {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw problem(catalogProblems.FOREIGN_PAGE, undefined);
  return Buffer.isBuffer(body) ? body : NOTHING;
}

/** What the gateway said, as it said it; nothing keeps it. */
export function sendGatewayAnswer(reply: FastifyReply, answer: GatewayAnswer): void {
  void reply
    .status(answer.status)
    .header('Content-Type', answer.type)
    .header('Cache-Control', 'no-store')
    .header('X-Content-Type-Options', 'nosniff')
    .send(answer.body);
}

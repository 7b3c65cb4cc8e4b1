import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '#kernel';
import { appProblems } from '../problems.js';
import { asksOfHealth } from './asks-of-health.js';
import type { OpenConnections } from './open-connections.js';
import { tell } from './problem.filter.js';

/** Whoever comes when there is no room for more hears so, and goes. */
export const turnGuestsAway =
  (connections: OpenConnections) =>
  (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (!connections.isGuest(request.raw.socket) || asksOfHealth(request.url)) return done();
    void reply.header('Connection', 'close');
    const full = problem(appProblems.CONNECTIONS_FULL, undefined, { retryAfterSeconds: 1 });
    tell(full, request, { reply });
  };

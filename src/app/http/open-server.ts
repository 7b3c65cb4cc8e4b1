import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BytesUnderWay, limits } from '#kernel';
import { type Address, whyNotListening } from '../check-addresses.js';
import { PinoLogger } from '../logger.js';
import type { Routes } from '../openapi/routes.js';
import { answerInLine } from './answer-in-line.js';
import { answerTooSlow, answerUnread } from './answer-unread.js';
import { closeBehindUpgrade } from './close-behind-upgrade.js';
import { guardTheDoor } from './guard-the-door.js';
import { leaveStreamsUnread } from './leave-streams-unread.js';
import { OpenConnections } from './open-connections.js';
import { ProblemFilter, tell } from './problem.filter.js';
import { readBody } from './read-body.js';
import { turnGuestsAway } from './turn-guests-away.js';
import { UnreadAnswers } from './unread-answers.js';

export interface ServerPlace extends Address {
  readonly bodyBytesMax: number;
  readonly connectionsMax: number;
  readonly logLevel: string;
  /** Is told every route there is. */
  readonly routes: Routes;
}

/**
 * Connections the kernel may have accepted before we do. Node's own 511 are fewer than a crowd that was cut off and comes
 * back at once; whoever finds no place tries again after a second. The kernel may have a lower bound of its own.
 */
const CONNECTIONS_WAITING = 4_096;

/** Bodies reach controllers as bytes: each dialect decides what it reads, and how strictly. */
export async function openServer(
  module: DynamicModule,
  place: ServerPlace,
): Promise<NestFastifyApplication> {
  const { routes } = place;
  const adapter = new FastifyAdapter({
    bodyLimit: place.bodyBytesMax,
    forceCloseConnections: 'idle',
    // Longer than any name may be, so that the one who is asked for it says so, not the router.
    routerOptions: { maxParamLength: 16_000 },
    requestTimeout: 60_000,
    connectionTimeout: limits.silenceMs.value,
    clientErrorHandler: answerUnread,
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      void tell(error, request, { reply, routes }),
  });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    logger: new PinoLogger(place.logLevel),
    abortOnError: false,
  });
  const fastify = adapter.getInstance();
  const connections = new OpenConnections(fastify.server, place.connectionsMax, answerTooSlow);
  new UnreadAnswers(fastify.server, limits.unreadAnswersBytes.value);
  fastify.addHook('onRoute', (route) => routes.add(route));
  fastify.addHook('onRequest', closeBehindUpgrade);
  fastify.addHook('onRequest', turnGuestsAway(connections));
  fastify.addHook('onRequest', answerInLine);
  fastify.removeAllContentTypeParsers();
  const underWay = new BytesUnderWay(limits.bodiesUnderWayBytes.value);
  // Of any type. An expression, since what it once was found for is remembered; of `*` it is not.
  fastify.addContentTypeParser(/^/, readBody(place.bodyBytesMax, underWay));
  leaveStreamsUnread(fastify);
  guardTheDoor(app);
  app.useGlobalFilters(new ProblemFilter(routes));
  const { port, host } = place;
  await app.listen({ port, host, backlog: CONNECTIONS_WAITING }).catch((error: unknown) => {
    throw new Error(whyNotListening(error, place), { cause: error });
  });
  return app;
}

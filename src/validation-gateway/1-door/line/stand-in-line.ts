import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Counter, Gauge } from 'prom-client';
import { limits, provenPrincipal } from '#kernel';
import { eventAddresses } from '../event-addresses.js';
import { type Destination, Pipeline } from '../../pipeline.js';
import { metric } from '../../counts/metric.js';
import { HeldConnections } from './held-connections.js';
import { Line, type Place } from './line.js';
import { overloadedAnswer } from './overloaded-answer.js';
import { RetrySpread } from './retry-spread.js';
import { turns } from './turns.js';

/** A stream does not stand in line: it is read no faster than it is answered. */
const { stream: _, ...inLine } = eventAddresses;
const TAKING: ReadonlySet<string> = new Set(Object.values(inLine));
/** What a request takes beside its body, and the body of one that does not announce it. */
const BYTES_OF_REQUEST = 512;
const BYTES_UNTOLD = 16 * 1024;
/** Nobody's event waits for the answer of a dry run. */
const ROOM_OF_DRY_RUNS = 0.5;

/** Who comes when told should find an open door. */
const HELD_LESS_MS = 50;

/**
 * Is there room for a request in line? Asked before its body is read, and again once it is: a body that never comes takes
 * no room. Whoever would wait too long hears 503 at once, and nothing was done for it.
 */
@Injectable()
export class StandInLine implements OnModuleInit, OnApplicationShutdown {
  private readonly line = new Line();
  private readonly held = new HeldConnections(() => this.line.vacancies);
  private readonly retries = new RetrySpread();
  /** What was read from a held connection: its sender may have left. */
  private readonly late = new WeakSet<FastifyRequest>();
  private readonly refused = metric(
    'concordat_gateway_requests_shed_total',
    () =>
      new Counter({
        name: 'concordat_gateway_requests_shed_total',
        help: 'Requests with events of which nothing was done: too many were under way (overloaded), or their sender had left (abandoned).',
        labelNames: ['why'],
      }),
  );

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly pipeline: Pipeline,
  ) {}

  onModuleInit(): void {
    metric('concordat_gateway_line_bytes', () => gaugeOf(this.line));
    for (const why of ['overloaded', 'abandoned']) this.refused.inc({ why }, 0);
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    server.addHook('onRequest', (request, reply, done) => {
      if (this.mayCome(request, reply)) done();
    });
  }

  onApplicationShutdown(): void {
    this.held.releaseAll();
  }

  /** Does the work of a request, unless there is no room any more or its sender has left. */
  async serve(
    request: FastifyRequest,
    reply: FastifyReply,
    work: () => Promise<unknown>,
  ): Promise<unknown> {
    if (this.late.has(request)) await turns(2); // By then it is known.
    if (isGone(request)) return this.abandon(reply);
    const place = placeOf(request);
    if (!this.line.enter(place)) return this.refuse(request, reply);
    try {
      return await work();
    } finally {
      this.retries.served();
      this.line.leave(place, performance.now());
    }
  }

  private mayCome(request: FastifyRequest, reply: FastifyReply): boolean {
    if (request.method !== 'POST' || !TAKING.has(request.routeOptions.url ?? '')) return true;
    const waitedMs = this.held.waitedMs(request.raw.socket);
    const isStale = waitedMs !== undefined && waitedMs > limits.lineWaitMs.value;
    if ((isStale && !this.line.isHalfEmpty) || !this.line.hasRoom(placeOf(request))) {
      this.refuse(request, reply);
      return false;
    }
    if (waitedMs !== undefined) this.late.add(request);
    return true;
  }

  private refuse(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    this.refused.inc({ why: 'overloaded' });
    const seconds = this.retries.refused(performance.now(), Math.random());
    this.held.hold(request.raw.socket, seconds * 1_000 - HELD_LESS_MS);
    return reply
      .code(503)
      .header('Content-Type', 'application/problem+json')
      .header('Retry-After', String(this.pipeline.comeAgain(destinationOf(request), seconds)))
      .send(overloadedAnswer(request.url));
  }

  /** Nobody is there to hear an answer. */
  private abandon(reply: FastifyReply): void {
    this.refused.inc({ why: 'abandoned' });
    reply.hijack();
    reply.raw.destroy();
  }
}

const gaugeOf = (line: Line): Gauge<'of'> =>
  new Gauge({
    name: 'concordat_gateway_line_bytes',
    help: 'Bytes of the requests with events that are under way, and how many may be (room) at the pace of this moment.',
    labelNames: ['of'],
    collect() {
      this.set({ of: 'under way' }, line.underWay.bytes);
      this.set({ of: 'room' }, line.underWay.roomBytes);
    },
  });

const placeOf = (request: FastifyRequest): Place => ({
  who: whoOf(request),
  bytes: BYTES_OF_REQUEST + bytesOf(request),
  ofRoom: request.url.includes('dryRun=true') ? ROOM_OF_DRY_RUNS : 1,
  cameMs: performance.now(),
});

const isGone = ({ raw: { socket } }: FastifyRequest): boolean =>
  socket.destroyed || socket.writableEnded;

/** Who it proved to be; where nobody is asked, those who send to one topic are one. */
function whoOf({ headers, params }: FastifyRequest): string {
  const principal = provenPrincipal(headers);
  if (principal !== undefined) return principal;
  const { topic } = params as { readonly topic?: string };
  return topic === undefined ? '' : `topic ${topic}`;
}

/** As far as it is known by then: of a structured event only its topic, where the address names one. */
function destinationOf({ params, query, headers }: FastifyRequest): Destination {
  const { topic } = { ...(query as object), ...(params as object) } as { readonly topic?: unknown };
  const type = headers['ce-type'];
  return {
    ...(typeof topic === 'string' && { topic }),
    ...(typeof type === 'string' && { type }),
  };
}

function bytesOf({ headers, body }: FastifyRequest): number {
  if (Buffer.isBuffer(body)) return body.length;
  const announced = Number(headers['content-length'] ?? BYTES_UNTOLD);
  return announced >= 0 && announced <= limits.gatewayBodyBytes.value ? announced : BYTES_UNTOLD;
}

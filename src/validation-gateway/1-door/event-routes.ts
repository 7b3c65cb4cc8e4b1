import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem, provenPrincipal } from '#kernel';
import { Pipeline } from '../pipeline.js';
import { gatewayProblems } from '../problems.js';
import type { ArrivedRequest } from '../request.js';
import { AnswerOnce } from './answer-once.js';
import { announceEndings } from './announce-endings.js';
import { answerBatch, answerEvent } from './answer-cloud-events.js';
import { bodyOf, mediaTypeOf } from './body-of.js';
import { eventAddresses } from './event-addresses.js';
import { hopOf } from './hop-of.js';
import { namedWork } from './named-work.js';
import { preferredHandling } from './preference.js';

const ATTRIBUTE_HEADER = 'ce-';

type ToTopicOrType = FastifyRequest<{ Querystring: { topic?: unknown } }>;

/**
 * CloudEvents 1.0 over HTTP: binary, structured and batch (HTTP binding §3). A route of the server
 * itself, as `TopicRoutes` has them, and for the same reason.
 */
@Injectable()
export class EventRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly pipeline: Pipeline,
    private readonly answers: AnswerOnce,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.post(
      eventAddresses.events,
      (request: ToTopicOrType, reply: FastifyReply) => this.take(request, reply),
    );
  }

  private take(request: ToTopicOrType, reply: FastifyReply): Promise<unknown> {
    const { topic } = request.query;
    return this.answers.answer(request, reply, (isDryRun) =>
      this.first(request, reply, { topic, isDryRun }),
    );
  }

  private async first(
    request: FastifyRequest,
    reply: FastifyReply,
    { topic, isDryRun }: { readonly topic: unknown; readonly isDryRun: boolean },
  ): Promise<unknown> {
    const named = typeof topic === 'string' ? topic : undefined;
    const arrived = { ...arrivedRequest(request, named), isDryRun };
    const verdicts = await this.pipeline.travel(arrived);
    announceEndings(reply, verdicts);
    const isLenient = preferredHandling(request, reply) === 'lenient';
    if (arrived.form === 'cloudevent-batch') return answerBatch(reply, verdicts, isLenient);
    return answerEvent(reply, verdicts[0], isLenient);
  }
}

/** The content type decides the mode; binary mode is known by its headers. */
export function arrivedRequest(request: FastifyRequest, topic: string | undefined): ArrivedRequest {
  const refuseType = (type: string) => problem(gatewayProblems.NOT_A_CLOUDEVENT_REQUEST, type);
  const mediaType = mediaTypeOf(request);
  const addressed = {
    topic,
    body: bodyOf(request, refuseType),
    principal: provenPrincipal(request.headers) ?? '',
    named: namedWork(request),
    hop: hopOf(request.headers),
  };
  if (mediaType === 'application/cloudevents+json')
    return { ...addressed, form: 'cloudevent-structured' };
  if (mediaType === 'application/cloudevents-batch+json')
    return { ...addressed, form: 'cloudevent-batch' };
  const headers = attributeHeaders(request);
  if (headers.size === 0 || mediaType.startsWith('application/cloudevents'))
    throw refuseType(mediaType);
  return {
    ...addressed,
    form: 'cloudevent-binary',
    headers,
    contentType: request.headers['content-type'],
  };
}

function attributeHeaders({ headers }: FastifyRequest): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name in headers) {
    const value = headers[name];
    if (name.startsWith(ATTRIBUTE_HEADER) && value !== undefined)
      found.set(
        name.slice(ATTRIBUTE_HEADER.length),
        Array.isArray(value) ? value.join(', ') : value,
      );
  }
  return found;
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, problem, provenPrincipal } from '#kernel';
import { Pipeline } from '../pipeline.js';
import { gatewayProblems } from '../problems.js';
import type { ArrivedRequest, EmbeddedFormat } from '../request.js';
import { AnswerOnce } from './answer-once.js';
import { announceEndings } from './announce-endings.js';
import { answerRecords } from './answer-kafka-rest.js';
import { bodyOf, mediaTypeOf } from './body-of.js';
import { eventAddresses } from './event-addresses.js';
import { hopOf } from './hop-of.js';
import { inDialect } from './in-dialect.js';
import { namedWork } from './named-work.js';
import { preferredHandling } from './preference.js';

const PARTITION = /^(0|[1-9]\d{0,8})$/;
const EMBEDS: Readonly<Record<string, EmbeddedFormat>> = {
  'application/json': 'json',
  'application/vnd.kafka.json.v2+json': 'json',
  'application/vnd.kafka.binary.v2+json': 'binary',
  'application/vnd.kafka.avro.v2+json': { type: 'AVRO' },
  'application/vnd.kafka.jsonschema.v2+json': { type: 'JSON' },
  'application/vnd.kafka.protobuf.v2+json': { type: 'PROTOBUF' },
};

type ToTopic = FastifyRequest<{ Params: { topic: string } }>;
type ToPartition = FastifyRequest<{ Params: { topic: string; partition: string } }>;

/**
 * Kafka REST v2. Routes of the server itself, not a controller's: what Nest does around one takes
 * longer than to judge ten events. All that guards the other routes stands before these, too.
 */
@Injectable()
export class TopicRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly pipeline: Pipeline,
    private readonly answers: AnswerOnce,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter;
    server.post(eventAddresses.topic, (request: ToTopic, reply: FastifyReply) =>
      this.toTopic(request, reply),
    );
    server.post(eventAddresses.partition, (request: ToPartition, reply: FastifyReply) =>
      this.toPartition(request, reply),
    );
  }

  private toTopic(request: ToTopic, reply: FastifyReply): Promise<unknown> {
    const { topic } = request.params;
    return this.answers.answer(request, reply, (isDryRun) =>
      this.take(request, reply, { topic, partition: undefined, isDryRun }),
    );
  }

  private toPartition(request: ToPartition, reply: FastifyReply): Promise<unknown> {
    const { topic, partition } = request.params;
    if (!PARTITION.test(partition))
      throw inDialect(problem(gatewayProblems.BODY_SHAPE_UNKNOWN, 'a partition is a whole number'));
    return this.answers.answer(request, reply, (isDryRun) =>
      this.take(request, reply, { topic, partition: Number(partition), isDryRun }),
    );
  }

  private async take(
    request: FastifyRequest,
    reply: FastifyReply,
    place: Pick<ArrivedRequest, 'isDryRun'> & {
      readonly topic: string;
      readonly partition: number | undefined;
    },
  ): Promise<unknown> {
    const isStrict = preferredHandling(request, reply) === 'strict';
    try {
      const body = bodyOf(request, refuseType);
      const mediaType = mediaTypeOf(request);
      const embeds = Object.hasOwn(EMBEDS, mediaType) ? EMBEDS[mediaType] : undefined;
      if (!embeds) throw refuseType(mediaType);
      const named = namedWork(request);
      const asked = { form: 'kafka-rest', embeds, named, ...place } as const;
      const principal = provenPrincipal(request.headers) ?? '';
      const verdicts = await this.pipeline.travel({
        ...asked,
        body,
        principal,
        hop: hopOf(request.headers),
      });
      announceEndings(reply, verdicts);
      return answerRecords(reply, verdicts, { topic: place.topic, isStrict });
    } catch (error) {
      throw error instanceof Problem ? inDialect(error) : error;
    }
  }
}

const refuseType = (type: string): Problem =>
  problem(gatewayProblems.EMBEDDED_FORMAT_UNSUPPORTED, type);

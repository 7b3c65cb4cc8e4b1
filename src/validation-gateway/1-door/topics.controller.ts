import { Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem, problem, provenPrincipal } from '#kernel';
import { Pipeline } from '../pipeline.js';
import { gatewayProblems } from '../problems.js';
import { announceEndings } from './announce-endings.js';
import { answerRecords } from './answer-kafka-rest.js';
import { bodyOf, mediaTypeOf } from './body-of.js';

const JSON_TYPES = new Set(['application/vnd.kafka.json.v2+json', 'application/json']);
const PARTITION = /^(0|[1-9]\d{0,8})$/;
/** RFC 7240 §2: several preferences stand in one header, separated by commas. */
const STRICT = /(^|[,;\s])handling\s*=\s*"?strict"?\s*($|[,;])/i;

/** Kafka REST v2, embedded format JSON. */
@Controller('topics/:topic')
export class TopicsController {
  constructor(private readonly pipeline: Pipeline) {}

  @Post()
  @HttpCode(200)
  toTopic(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('topic') topic: string,
  ): Promise<unknown> {
    return this.take(request, reply, { topic, partition: undefined });
  }

  @Post('partitions/:partition')
  @HttpCode(200)
  toPartition(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param() { topic, partition }: { topic: string; partition: string },
  ): Promise<unknown> {
    if (!PARTITION.test(partition))
      throw inDialect(problem(gatewayProblems.BODY_SHAPE_UNKNOWN, 'a partition is a whole number'));
    return this.take(request, reply, { topic, partition: Number(partition) });
  }

  private async take(
    request: FastifyRequest,
    reply: FastifyReply,
    place: { readonly topic: string; readonly partition: number | undefined },
  ): Promise<unknown> {
    const isStrict = STRICT.test(String(request.headers['prefer'] ?? ''));
    if (isStrict) void reply.header('Preference-Applied', 'handling=strict');
    try {
      const body = bodyOf(request, refuseType);
      const mediaType = mediaTypeOf(request);
      if (!JSON_TYPES.has(mediaType)) throw refuseType(mediaType);
      const form = 'kafka-rest-json';
      const principal = provenPrincipal(request.headers) ?? '';
      const verdicts = await this.pipeline.travel({ form, ...place, body, principal });
      announceEndings(reply, verdicts);
      return answerRecords(reply, verdicts, { topic: place.topic, isStrict });
    } catch (error) {
      throw error instanceof Problem ? inDialect(error) : error;
    }
  }
}

const refuseType = (type: string): Problem =>
  problem(gatewayProblems.EMBEDDED_FORMAT_UNSUPPORTED, type);

/** Clients of the dialect look for `error_code` and `message`; RFC 9457 lets both stand along. */
function inDialect({ row, message, hint, extras }: Problem): Problem {
  const errorCode = row.confluent ?? row.http;
  const members = { ...extras.members, error_code: errorCode, message };
  return new Problem(row, { message, hint }, { ...extras, members });
}

import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { limits, problem, provenPrincipal } from '#kernel';
import { EventLog } from '../event-log.js';
import { eventLogProblems } from '../problems.js';
import type { LoggedPartition, LoggedTopic } from '../topic.js';
import { eventInJson } from './event-in-json.js';
import {
  partitionOf,
  type Query as QueryValues,
  readLimit,
  readOffset,
  readTime,
} from './read-query.js';
import { readTailWish } from './read-tail-wish.js';
import { Tails } from './tails.js';

/** Reads the log by topic, partition and offset, or follows it. */
@Controller('v1/topics')
export class LoggedTopicsController {
  constructor(
    private readonly log: EventLog,
    private readonly tails: Tails,
  ) {}

  @Get()
  async list(): Promise<{
    topics: readonly { name: string; partitions: number; events: number }[];
  }> {
    const topics = await this.log.topics();
    return {
      topics: topics.map(({ name, partitions, events }) => ({
        name,
        partitions: partitions.length,
        events,
      })),
    };
  }

  @Get(':topic')
  async about(@Param('topic') topic: string): Promise<LoggedTopic> {
    return this.find(topic);
  }

  @Get(':topic/partitions/:partition/events')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Header('X-Content-Type-Options', 'nosniff')
  async events(
    @Param() place: { readonly topic: string; readonly partition: string },
    @Query() query: QueryValues,
  ): Promise<string> {
    const at = readTime(query, 'at');
    const asked = readOffset(query);
    const limit = readLimit(query, limits.logReadEvents.value);
    const { topic } = place;
    const { partition, startOffset, endOffset } = await this.findPartition(place);
    const offset = at ? await this.log.offsetAt({ topic, partition }, at) : asked;
    const events = await this.log.read({ topic, partition, offset }, limit);
    const nextOffset = (events.at(-1)?.offset ?? Math.max(offset, startOffset) - 1) + 1;
    const listed = events.map(eventInJson).join(',');
    const about = JSON.stringify({ topic, partition, startOffset, endOffset, nextOffset });
    return `${about.slice(0, -1)},"events":[${listed}]}`;
  }

  @Get(':topic/tail')
  async tail(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('topic') topic: string,
  ): Promise<void> {
    const wish = readTailWish(topic, request);
    const who = provenPrincipal(request.headers);
    this.tails.refuseWhenFull(who);
    reply.hijack();
    reply.raw.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
      'X-Content-Type-Options': 'nosniff',
    });
    if (request.method === 'HEAD') return void reply.raw.end();
    await this.tails.serve(wish, reply.raw, who);
  }

  private async find(topic: string): Promise<LoggedTopic> {
    const found = await this.log.topic(topic);
    if (!found) throw problem(eventLogProblems.TOPIC_NOT_LOGGED, { topic });
    return found;
  }

  /** A partition nobody wrote to yet is empty, not unknown: only contracts know how many there are. */
  private async findPartition(place: {
    readonly topic: string;
    readonly partition: string;
  }): Promise<LoggedPartition> {
    const partition = partitionOf(place.partition);
    if (partition === null) throw problem(eventLogProblems.PARTITION_UNKNOWN, place);
    const { partitions } = await this.find(place.topic);
    const empty = { partition, startOffset: 0, endOffset: 0 };
    return partitions.find((each) => each.partition === partition) ?? empty;
  }
}

import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CheckHealth } from '../health/check-health.js';
import { Welcome } from '../home/welcome.js';
import { LiveStream } from '../live/live-stream.js';
import { ListSunsets } from '../sunset/list-sunsets.js';
import { readSunsetsQuery } from './neighbours-query.js';
import { sendJson } from './send.js';

/** Over everything: what needs somebody, how it fares, what goes, and that something moved. */
@Controller('catalog/v1')
export class DeskController {
  constructor(
    private readonly home: Welcome,
    private readonly health: CheckHealth,
    private readonly sunsets: ListSunsets,
    private readonly live: LiveStream,
  ) {}

  @Get('home')
  async welcome(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendJson(request, reply, await this.home.welcome(request.headers));
  }

  @Get('health')
  async check(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await sendJson(request, reply, await this.health.check(request.headers));
  }

  @Get('sunsets')
  async going(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.sunsets.list(readSunsetsQuery(query)));
  }

  /** Server-sent events (HTML Living Standard §9.2), until the page closes. */
  @Get('live')
  listen(@Req() { method }: FastifyRequest, @Res() reply: FastifyReply): void {
    this.live.refuseWhenFull();
    reply.hijack();
    reply.raw.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    if (method === 'HEAD') return void reply.raw.end();
    this.live.serve(reply.raw);
  }
}

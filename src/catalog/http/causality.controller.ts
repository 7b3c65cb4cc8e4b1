import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FollowEvent } from '../causality/follow-event.js';
import { readCausalityQuery } from './neighbours-query.js';
import { sendJson } from './send.js';

/** Which event caused which. */
@Controller('catalog/v1')
export class CausalityController {
  constructor(private readonly events: FollowEvent) {}

  @Get('causality')
  async follow(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.events.follow(readCausalityQuery(query)));
  }

  @Get('events/:id/linked')
  async recent(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.events.recent(id));
  }
}

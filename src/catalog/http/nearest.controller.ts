import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { NearestEvents } from '../discover/nearest-events.js';
import { readNearestQuery } from './discover-query.js';
import { sendJson } from './send.js';

/** For who looked for something that is not there. */
@Controller('catalog/v1/nearest')
export class NearestController {
  constructor(private readonly nearest: NearestEvents) {}

  @Get()
  async find(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.nearest.to(readNearestQuery(query)));
  }
}

import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DiscoverEvents } from '../discover/discover-events.js';
import { DescribeEvent } from '../event/describe-event.js';
import { ShowRefusal } from '../event/show-refusal.js';
import { WatchEvent } from '../event/watch-event.js';
import { readDiscoverQuery } from './discover-query.js';
import { sendJson } from './send.js';

/** What the pages are made of, for anybody: JSON, with entity tags because pages poll. */
@Controller('catalog/v1/events')
export class CatalogController {
  constructor(
    private readonly events: DiscoverEvents,
    private readonly contracts: DescribeEvent,
    private readonly activity: WatchEvent,
    private readonly refusals: ShowRefusal,
  ) {}

  @Get()
  async discover(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { question, page } = readDiscoverQuery(query);
    await sendJson(request, reply, await this.events.discover(question, page));
  }

  @Get(':id')
  async latest(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.contracts.describe(id));
  }

  @Get(':id/versions/:version')
  async version(
    @Param() { id, version }: { id: string; version: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.contracts.describe(id, version));
  }

  @Get(':id/activity')
  async watch(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.activity.watch(id));
  }

  @Get(':id/refusals/:refusal')
  async refusal(
    @Param() { id, refusal }: { id: string; refusal: string },
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.refusals.show(id, refusal));
  }
}

import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DrawLineage } from '../lineage/draw-lineage.js';
import { ShowParties } from '../parties/show-parties.js';
import { ListUndescribed } from '../subjects/list-undescribed.js';
import { readLineageQuery, readSubjectsQuery } from './neighbours-query.js';
import { sendJson } from './send.js';

/** Who stands around an event, and what nobody describes. */
@Controller('catalog/v1')
export class NeighboursController {
  constructor(
    private readonly parties: ShowParties,
    private readonly lineage: DrawLineage,
    private readonly subjects: ListUndescribed,
  ) {}

  @Get('events/:id/parties')
  async show(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.parties.showWithTopic(id));
  }

  @Get('lineage')
  async draw(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { of, depth } = readLineageQuery(query);
    await sendJson(request, reply, await this.lineage.draw(of, depth));
  }

  @Get('subjects')
  async list(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { q, after } = readSubjectsQuery(query);
    await sendJson(request, reply, await this.subjects.list(q, after));
  }
}

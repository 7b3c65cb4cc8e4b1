import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ShowExamples } from '../event/show-examples.js';
import { sendJson } from './send.js';

/** What really came, for who wants to see more than a schema. */
@Controller('catalog/v1/events')
export class ExamplesController {
  constructor(private readonly examples: ShowExamples) {}

  @Get(':id/examples')
  async show(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.examples.show(id));
  }
}

import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DescribeField } from '../field/describe-field.js';
import { TryField } from '../field/try-field.js';
import { readFieldQuery } from './neighbours-query.js';
import { sendJson } from './send.js';

/** One field of an event: how it stands, and what would become of it. */
@Controller('catalog/v1/events/:id/field')
export class FieldController {
  constructor(
    private readonly fields: DescribeField,
    private readonly tried: TryField,
  ) {}

  @Get()
  async field(
    @Param('id') id: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.fields.describe(id, readFieldQuery(query)));
  }

  @Get('changes')
  async changes(
    @Param('id') id: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.tried.try(id, readFieldQuery(query)));
  }
}

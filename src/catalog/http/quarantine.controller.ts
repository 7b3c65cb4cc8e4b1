import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { storable } from '#kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ActOnCase } from '../quarantine/act-on-case.js';
import { ListCauses } from '../quarantine/list-causes.js';
import { ShowCase } from '../quarantine/show-case.js';
import { ShowStanding } from '../quarantine/show-standing.js';
import { bodyOf, sendGatewayAnswer } from './gateway-answer.js';
import { readCauseQuery } from './cause-query.js';
import { sendJson } from './send.js';

/** Refused events by cause, and what a person may do about one. */
@Controller('catalog/v1/quarantine')
export class CatalogQuarantineController {
  constructor(
    private readonly causes: ListCauses,
    private readonly cases: ShowCase,
    private readonly actions: ActOnCase,
    private readonly standing: ShowStanding,
  ) {}

  @Get()
  async list(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.causes.list(readCauseQuery(query)));
  }

  @Get('causes/:cause')
  async casesOf(
    @Param('cause') cause: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const known = storable(cause);
    await sendJson(request, reply, await this.causes.cases(readCauseQuery(query), known));
  }

  @Get(':case')
  async show(
    @Param('case') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.cases.show(id));
  }

  @Get(':case/standing')
  async stands(
    @Param('case') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendGatewayAnswer(reply, await this.standing.show(id, request.headers));
  }

  @Post(':case/replay')
  @HttpCode(200)
  async replay(
    @Param('case') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { over } = request.query as { readonly over?: string | string[] };
    const action = { id, body: bodyOf(request), headers: request.headers, over: over?.toString() };
    sendGatewayAnswer(reply, await this.actions.replay(action));
  }

  @Post(':case/discard')
  @HttpCode(200)
  async discard(
    @Param('case') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const action = { id, body: bodyOf(request), headers: request.headers };
    sendGatewayAnswer(reply, await this.actions.discard(action));
  }
}

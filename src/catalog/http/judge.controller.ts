import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EventContracts } from '../event/event-contracts.js';
import { AskGateway } from '../gateway/ask-gateway.js';
import { bodyOf, sendGatewayAnswer } from './gateway-answer.js';

/** Would this event pass? The gateway's own checks; nothing is sent, kept or counted. */
@Controller('catalog/v1/events/:id')
export class JudgeController {
  constructor(
    private readonly contracts: EventContracts,
    private readonly gateway: AskGateway,
  ) {}

  @Post('validate')
  async validate(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.contracts.said(id);
    const type = request.headers['content-type'] ?? 'application/json';
    const path = `/v1/validate/${encodeURIComponent(id)}`;
    const question = { path, body: bodyOf(request), type, headers: request.headers };
    sendGatewayAnswer(reply, await this.gateway.post(question));
  }
}

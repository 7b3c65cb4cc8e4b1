import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '#kernel';
import { appProblems } from '../problems.js';
import { API_DOCUMENT, type ApiDocument } from './api-document.js';
import { type ReferenceFile, referencePage } from './reference-page.js';

/** What this server answers, for machines and, with a form for every address, for people. */
@Controller()
export class OpenApiController {
  constructor(@Inject(API_DOCUMENT) private readonly document: ApiDocument) {}

  @Get('openapi.json')
  json(@Res() reply: FastifyReply): void {
    void reply
      .header('Cache-Control', 'no-cache')
      .header('X-Content-Type-Options', 'nosniff')
      .header('Content-Type', 'application/json; charset=utf-8')
      .send(this.document.bytes());
  }

  @Get('docs')
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void reply
      .header('Content-Security-Policy', referencePage.policy)
      .header('Referrer-Policy', 'no-referrer')
      .header('Cross-Origin-Opener-Policy', 'same-origin');
    send(request, reply, referencePage.page);
  }

  @Get('docs/:file')
  async file(
    @Param('file') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await referencePage.file(name);
    if (!file)
      throw problem(appProblems.ROUTE_UNKNOWN, `/docs has no file "${name.slice(0, 100)}"`);
    send(request, reply, file);
  }
}

function send(request: FastifyRequest, reply: FastifyReply, file: ReferenceFile): void {
  void reply
    .header('ETag', file.etag)
    .header('Cache-Control', 'no-cache')
    .header('X-Content-Type-Options', 'nosniff')
    .header('Cross-Origin-Resource-Policy', 'same-origin');
  if (request.headers['if-none-match'] === file.etag) return void reply.status(304).send();
  void reply.header('Content-Type', file.type).send(file.bytes);
}

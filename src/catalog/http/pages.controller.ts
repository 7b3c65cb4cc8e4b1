import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import { acceptsHtml } from './accepts-html.js';
import { sendFile } from './send.js';
import { Site } from './site.js';

const CONFLUENT_JSON = 'application/vnd.schemaregistry.v1+json';
/** A year, and never asked again: the name carries a hash of the content. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** None of them may be an address of the registry: `undescribed` would else be `subjects`. */
const PAGES = [
  'events/:id',
  'events/:id/diff/:span',
  'events/:id/field',
  'quarantine',
  'home',
  'health',
  'sunset',
  'lineage',
  'undescribed',
];

/** The pages: every address of the UI is the same document. Its files: `/assets/:name`. */
@Controller()
export class PagesController {
  constructor(private readonly site: Site) {}

  /** Shared with the Confluent dialect, whose clients read `{}` here to see that somebody is home. */
  @Get()
  root(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (acceptsHtml(request.headers.accept)) return this.page(request, reply);
    // As bytes: to a string Fastify would add a charset, which the dialect does not have.
    void reply.header('Vary', 'Accept').header('Content-Type', CONFLUENT_JSON);
    return void reply.send(Buffer.from('{}'));
  }

  @Get(PAGES)
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const page = this.site.index();
    if (!page) throw problem(catalogProblems.PAGES_NOT_BUILT, undefined);
    void reply
      .header('Cache-Control', 'no-cache')
      .header('Content-Security-Policy', page.policy)
      .header('Referrer-Policy', 'no-referrer')
      .header('Cross-Origin-Opener-Policy', 'same-origin')
      .header('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    sendFile(request, reply, page);
  }

  @Get('assets/:name')
  asset(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const file = this.site.asset(name);
    if (!file) throw problem(catalogProblems.ASSET_UNKNOWN, undefined);
    void reply.header('Cache-Control', FOR_EVER);
    sendFile(request, reply, file);
  }
}

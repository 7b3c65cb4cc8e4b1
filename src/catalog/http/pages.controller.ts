import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '#kernel';
import { catalogProblems } from '../problems.js';
import { acceptsHtml } from './accepts-html.js';
import { DrawPage } from './draw-page.js';
import { sendFile, sendText } from './send.js';
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
  'changes',
  'health',
  'sunset',
  'review',
  'lineage',
  'causality',
  'undescribed',
  'import',
];

/** The pages: every address of the UI is the same document. Its files: `/assets/:name`. */
@Controller()
export class PagesController {
  constructor(
    private readonly site: Site,
    private readonly pages: DrawPage,
  ) {}

  /** Shared with the Confluent dialect, whose clients read `{}` here to see that somebody is home. */
  @Get()
  async root(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (acceptsHtml(request.headers.accept)) return this.page(request, reply);
    // As bytes: to a string Fastify would add a charset, which the dialect does not have.
    void reply.header('Vary', 'Accept').header('Content-Type', CONFLUENT_JSON);
    return void reply.send(Buffer.from('{}'));
  }

  @Get(PAGES)
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.send(request, reply, true);
  }

  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    isAddress: boolean,
  ): Promise<void> {
    const page = this.site.index();
    if (!page) throw problem(catalogProblems.PAGES_NOT_BUILT, undefined);
    const view = await this.pages.of(request);
    const drawn = typeof view === 'object' ? page.with(view) : undefined;
    void reply
      .header('Cache-Control', 'no-cache')
      .header('Vary', 'Accept, Accept-Encoding')
      .header('Content-Security-Policy', (drawn ?? page).policy)
      .header('Referrer-Policy', 'no-referrer')
      .header('Cross-Origin-Opener-Policy', 'same-origin')
      .header('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    if (!isAddress || view === 'missing')
      return sendMissing(reply, drawn?.text ?? page.bytes, page.type);
    if (!drawn) return sendFile(request, reply, page);
    await sendText(request, reply, { type: page.type, text: drawn.text });
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

  /** Whatever no other address is: a person gets a page that helps on, a program its problem. */
  @Get('*')
  async rest(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (acceptsHtml(request.headers.accept)) return this.send(request, reply, false);
    throw new NotFoundException(`Cannot ${request.method} ${request.url}`);
  }
}

/** No entity tag: what is missing now may be there in a minute, and 304 stands for 200 only. */
function sendMissing(reply: FastifyReply, page: string | Buffer, type: string): void {
  void reply.status(404).header('X-Content-Type-Options', 'nosniff').header('Content-Type', type);
  void reply.send(page);
}

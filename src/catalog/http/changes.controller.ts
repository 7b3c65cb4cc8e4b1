import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ListChanges } from '../changes/list-changes.js';
import { toAtom } from '../changes/to-atom.js';
import { readChangesQuery } from './changes-query.js';
import { sendJson, sendText } from './send.js';

/** A reader of feeds keeps what it got first, so whom versions break is worked out before. */
const FEED_PATIENCE_MS = 3_000;

/** What changed since somebody looked last, on a page and as a feed. */
@Controller('catalog/v1')
export class ChangesController {
  constructor(private readonly changes: ListChanges) {}

  @Get('changes')
  async list(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await sendJson(request, reply, await this.changes.list(readChangesQuery(query)));
  }

  @Get('changes.atom')
  async feed(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.changes.list(readChangesQuery(query), FEED_PATIENCE_MS);
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const asked = (change: Readonly<Record<string, string | undefined>>) => {
      const words = new URLSearchParams(searchParams);
      for (const [name, value] of Object.entries(change))
        if (value === undefined) words.delete(name);
        else words.set(name, value);
      return words.size === 0 ? '' : `?${words.toString()}`;
    };
    const text = toAtom(answer, {
      origin: `${request.protocol}://${request.host || 'localhost'}`,
      self: pathname + asked({}),
      page: `/changes${asked({ cursor: undefined, limit: undefined })}`,
      ...(answer.next !== undefined && { next: pathname + asked({ cursor: answer.next }) }),
    });
    void reply.header('Cache-Control', 'no-cache').header('Vary', 'Accept-Encoding');
    await sendText(request, reply, { type: 'application/atom+xml; charset=utf-8', text });
  }
}

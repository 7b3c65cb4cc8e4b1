import { Controller, Delete, Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { limits, principalOf, problem } from '#kernel';
import { eventLogProblems } from '../problems.js';
import { type Replay, SANDBOX } from '../replay/replay.js';
import { Replays } from '../replay/replays.js';
import { readBody } from './group-bodies.js';
import { isUlid, type Query as QueryValues, readCursor, readLimit } from './read-query.js';
import { replayBody } from './replay-body.js';

/** Part of a topic again, where nobody but who asked for it reads. */
@Controller('v1')
export class ReplaysController {
  constructor(private readonly replays: Replays) {}

  @Post('topics/:topic/replays')
  @HttpCode(201)
  async begin(@Param('topic') topic: string, @Req() request: FastifyRequest): Promise<object> {
    const { into: sandbox, ...wish } = readBody(replayBody, request);
    if (!SANDBOX.test(sandbox) || sandbox === topic)
      throw problem(eventLogProblems.SANDBOX_NAME_INVALID, { sandbox: sandbox.slice(0, 60) });
    const requestedBy = principalOf(request.headers);
    return shown(await this.replays.begin({ topic, sandbox, wish, requestedBy }));
  }

  @Get('replays')
  @Header('Cache-Control', 'no-store')
  async list(
    @Query() query: QueryValues,
  ): Promise<{ replays: readonly object[]; nextCursor: string | null }> {
    const limit = readLimit(query, limits.pageRows.value);
    const replays = await this.replays.list({ before: readCursor(query), limit });
    const nextCursor = replays.length < limit ? null : (replays.at(-1)?.id ?? null);
    return { replays: replays.map(shown), nextCursor };
  }

  @Get('replays/:id')
  @Header('Cache-Control', 'no-store')
  async about(@Param('id') id: string): Promise<object> {
    return shown(await this.replays.get(known(id)));
  }

  /** Stops it where it is. */
  @Delete('replays/:id')
  async cancel(@Param('id') id: string, @Req() request: FastifyRequest): Promise<object> {
    return shown(await this.replays.cancel(known(id), principalOf(request.headers)));
  }
}

function known(id: string): string {
  if (!isUlid(id)) throw problem(eventLogProblems.REPLAY_UNKNOWN, { id: id.slice(0, 60) });
  return id;
}

const shown = ({ sandbox, next, ends, ...replay }: Replay): object => ({
  ...replay,
  into: sandbox,
  left: Object.entries(ends).reduce(
    (sum, [partition, end]) => sum + Math.max(0, end - (next[partition] ?? end)),
    0,
  ),
});

import { Controller, Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { isAdministrator, limits, principalOf, problem } from '#kernel';
import { eventLogProblems } from '../problems.js';
import { LegalHolds } from '../retention/legal-holds.js';
import type { LegalHold } from '../store/holds.js';
import { readBody } from './group-bodies.js';
import { liftBody, placeBody } from './hold-bodies.js';
import {
  isUlid,
  type Query as QueryValues,
  readChoice,
  readCursor,
  readLimit,
  readName,
} from './read-query.js';

/** Topics of which nothing is thrown away. Everybody may look; administrators place and lift. */
@Controller('v1/holds')
export class HoldsController {
  constructor(private readonly holds: LegalHolds) {}

  @Post()
  @HttpCode(201)
  async place(@Req() request: FastifyRequest): Promise<LegalHold> {
    const by = administratorOf(request);
    const { topic, reason } = readBody(placeBody, request);
    return this.holds.place(topic, { by, reason });
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  async list(
    @Query() query: QueryValues,
  ): Promise<{ holds: readonly LegalHold[]; nextCursor: string | null }> {
    const limit = readLimit(query, limits.pageRows.value);
    const state = readChoice(query, 'state', ['standing', 'lifted'] as const);
    const page = { before: readCursor(query), limit };
    const holds = await this.holds.list({ topic: readName(query, 'topic'), state }, page);
    return { holds, nextCursor: holds.length < limit ? null : (holds.at(-1)?.id ?? null) };
  }

  @Post(':id/lift')
  @HttpCode(200)
  async lift(@Req() request: FastifyRequest, @Param('id') id: string): Promise<LegalHold> {
    const by = administratorOf(request);
    const { reason } = readBody(liftBody, request);
    if (!isUlid(id)) throw problem(eventLogProblems.HOLD_UNKNOWN, { id: id.slice(0, 60) });
    return this.holds.lift(id, { by, reason });
  }
}

function administratorOf({ headers }: FastifyRequest): string {
  const principal = principalOf(headers);
  if (!isAdministrator(headers)) throw problem(eventLogProblems.HOLDS_ADMIN_ONLY, { principal });
  return principal;
}

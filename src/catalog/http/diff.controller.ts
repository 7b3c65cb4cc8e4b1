import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '#kernel';
import type { DiffAnswer } from '../answers.js';
import { DescribeDiff } from '../diff/describe-diff.js';
import { catalogProblems } from '../problems.js';
import { sendJson } from './send.js';

const SPAN = /^([1-9]\d{0,8})\.\.([1-9]\d{0,8})$/;
export const ASSUMPTIONS: readonly string[] = ['open-world', 'declared-only', 'defaults-applied'];

/** What lies between two versions, for anybody. */
@Controller('catalog/v1/events/:id/diff')
export class DiffController {
  constructor(private readonly diff: DescribeDiff) {}

  @Get(':span')
  async describe(
    @Param() { id, span }: { id: string; span: string },
    @Query('assumption') assumption: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [, old, changed] = SPAN.exec(span) ?? [];
    if (old === undefined || changed === undefined)
      throw problem(catalogProblems.DIFF_UNREADABLE, { span: span.slice(0, 60) });
    const question = { id, old, new: changed, assumption: readAssumption(assumption) };
    await sendJson(request, reply, await this.diff.describe(question));
  }
}

function readAssumption(given: unknown): DiffAnswer['assumption'] | undefined {
  if (given === undefined) return undefined;
  if (typeof given !== 'string' || !ASSUMPTIONS.includes(given))
    throw problem(catalogProblems.QUERY_INVALID, {
      name: 'assumption',
      rule: `must be one of ${ASSUMPTIONS.join(', ')}`,
    });
  return given as DiffAnswer['assumption'];
}

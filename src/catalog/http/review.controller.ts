import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { WriteReview } from '../review/write-review.js';
import { readQuery } from './read-query.js';
import { DAYS_BY_DEFAULT, DAYS_MAX } from './review.operations.js';
import { sendJson } from './send.js';

const outOfRange = `must be a whole number of days from 1 to ${DAYS_MAX}`;
const asked = z.object({
  days: z.coerce
    .number(outOfRange)
    .int(outOfRange)
    .min(1, outOfRange)
    .max(DAYS_MAX, outOfRange)
    .default(DAYS_BY_DEFAULT),
});

/** What a team should look at again from time to time. */
@Controller('catalog/v1')
export class ReviewController {
  constructor(private readonly review: WriteReview) {}

  @Get('review')
  async show(
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { days } = readQuery(asked, query);
    await sendJson(request, reply, await this.review.write(days));
  }
}

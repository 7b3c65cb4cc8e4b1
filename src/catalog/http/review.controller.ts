import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { cutReview } from '../review/cut-review.js';
import { WriteReview } from '../review/write-review.js';
import { readReviewQuery } from './review-query.js';
import { sendJson } from './send.js';

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
    const { days, ...question } = readReviewQuery(query);
    await sendJson(request, reply, cutReview(await this.review.write(days), question));
  }
}

import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { problem } from '#kernel';
import { type HowJudged, Pipeline } from '../pipeline.js';
import { gatewayProblems } from '../problems.js';
import type { ArrivedRequest } from '../request.js';
import { bodyOf, mediaTypeOf } from './body-of.js';
import { told } from './verdict-in-words.js';

/** Would this event pass? The same checks by the same code, and nothing leaves or is kept. */
@Controller('v1/validate')
export class DryRunController {
  constructor(private readonly pipeline: Pipeline) {}

  /** By bytes or by value, and against which schemas. */
  @Get(':contractId')
  howJudged(@Param('contractId') contractId: string): HowJudged {
    return this.pipeline.howJudged(contractId);
  }

  /** The body is the value alone, or a CloudEvent when its Content-Type says so. */
  @Post(':contractId')
  @HttpCode(200)
  tryOut(@Req() request: FastifyRequest, @Param('contractId') contractId: string): unknown {
    const verdict = this.pipeline.tryOut(arrivedRequest(request), contractId);
    return { ...told(verdict), checks: verdict.checks };
  }
}

/** JSON comes under many names here; what is none says so. */
const OF_ANOTHER_LANGUAGE = /avro|protobuf/i;

function arrivedRequest(request: FastifyRequest): ArrivedRequest {
  const refuseType = (type: string) => problem(gatewayProblems.EMBEDDED_FORMAT_UNSUPPORTED, type);
  const isEvent = mediaTypeOf(request) === 'application/cloudevents+json';
  const body = bodyOf(request, refuseType);
  const contentType = request.headers['content-type'];
  const alone = { topic: undefined, body, principal: '' };
  if (isEvent) return { ...alone, form: 'cloudevent-structured' };
  const isOther = contentType !== undefined && OF_ANOTHER_LANGUAGE.test(contentType);
  return { ...alone, form: 'bare-value', contentType: isOther ? contentType : undefined };
}

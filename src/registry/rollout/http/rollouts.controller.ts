import {
  Body,
  Controller,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { limits } from '#kernel';
import { Asker } from '../../http/asker.js';
import { CountRefusals } from '../../http/count-refusals.interceptor.js';
import { wrong } from '../../http/read-members.js';
import { readJson, readText } from '../../http/read-body.js';
import { type Query as QueryValues, switchOf } from '../../http/read-query.js';
import { publications } from '../../metrics.js';
import { registryProblems } from '../../problems.js';
import { PromoteCandidate } from '../promote-candidate.js';
import { StopRollout } from '../stop-rollout.js';

/** What is done with a candidate; how it fares is told by the catalog under the same address. */
@Controller('v1/contracts/:id/rollout')
@UseInterceptors(CountRefusals)
export class RolloutsController {
  constructor(
    private readonly rollout: StopRollout,
    private readonly promotion: PromoteCandidate,
  ) {}

  @Post('stop')
  @HttpCode(200)
  stop(@Param('id') id: string, @Body() body: unknown, @Asker() by: string) {
    return this.rollout.stop(id, { by, reason: reasonIn(body) });
  }

  @Post('resume')
  @HttpCode(200)
  resume(@Param('id') id: string, @Asker() by: string) {
    return this.rollout.resume(id, by);
  }

  /** 201 with the version that has it. */
  @Post('promote')
  @HttpCode(200)
  async promote(
    @Param('id') id: string,
    @Query() query: QueryValues,
    @Asker() by: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const isDryRun = switchOf(query, 'dryRun');
    const asked = { by, isDryRun, isForced: switchOf(query, 'force') };
    const { stored, meaning, document } = await this.promotion.run(id, asked);
    if (!isDryRun) {
      void reply.status(201);
      publications.inc({ outcome: 'new' });
    }
    return { id: stored.id, version: stored.version, meaning, document, dryRun: isDryRun };
  }
}

/** Nobody in a hurry has to say why. */
function reasonIn(body: unknown): string {
  if (readText(body).trim() === '') return '';
  const { reason = '' } = readJson(body);
  const most = limits.noteCharacters.value;
  if (typeof reason === 'string' && reason.length <= most) return reason;
  throw wrong(registryProblems.REQUEST_INVALID, 'reason', `a text of at most ${most} characters`);
}

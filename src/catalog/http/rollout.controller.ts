import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ReportRollout, type RolloutReport } from '../rollout/report-rollout.js';
import { readQuery } from './read-query.js';
import { rolloutQuery } from './rollout-query.js';

/** How a candidate fares; what is done with it is the registry's, under the same address. */
@Controller('v1/contracts/:id/rollout')
export class RolloutController {
  constructor(private readonly report: ReportRollout) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  of(@Param('id') id: string, @Query() query: unknown): Promise<RolloutReport> {
    return this.report.of(id, readQuery(rolloutQuery, query).over);
  }
}

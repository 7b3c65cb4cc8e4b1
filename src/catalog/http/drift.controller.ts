import { Controller, Get, Header, Param } from '@nestjs/common';
import { type DriftReport, ReportDrift } from '../drift/report-drift.js';

/** Where traffic and contract have parted. */
@Controller('v1/contracts/:id/drift')
export class DriftController {
  constructor(private readonly report: ReportDrift) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  of(@Param('id') id: string): Promise<DriftReport> {
    return this.report.of(id);
  }
}

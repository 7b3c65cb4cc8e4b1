import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { type Query as QueryValues, readAttribute } from '#event-log';
import { type ExplainedVerdict, ExplainVerdicts } from '../explain/explain-verdicts.js';

/** What became of an event, and why: asked by a producer who did not hear the answer. */
@Controller('v1/verdicts')
export class VerdictsController {
  constructor(private readonly explain: ExplainVerdicts) {}

  @Get(':id')
  @Header('Cache-Control', 'no-store')
  async verdicts(
    @Param('id') id: string,
    @Query() query: QueryValues,
  ): Promise<{ id: string; verdicts: readonly ExplainedVerdict[] }> {
    return { id, verdicts: await this.explain.run(id, readAttribute(query, 'source')) };
  }
}

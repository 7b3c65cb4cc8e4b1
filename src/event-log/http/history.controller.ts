import { Controller, Get, Query } from '@nestjs/common';
import { limits } from '#kernel';
import { GuardedLog } from '../guarded-log.js';
import type { SupersededEvent } from '../store/superseded-events.js';
import { type Query as QueryValues, readLimit, readName, readNumber } from './read-query.js';

/** Writes that lost against a later one. */
@Controller('v1')
export class HistoryController {
  constructor(private readonly log: GuardedLog) {}

  /** Without their bytes. */
  @Get('superseded')
  async superseded(
    @Query() query: QueryValues,
  ): Promise<{ superseded: readonly SupersededEvent[]; nextCursor: number | null }> {
    const limit = readLimit(query, limits.pageRows.value);
    const contractId = readName(query, 'contract');
    const superseded = await this.log.superseded({
      contractId,
      before: readNumber(query, 'cursor'),
      limit,
    });
    return {
      superseded,
      nextCursor: superseded.length < limit ? null : (superseded.at(-1)?.n ?? null),
    };
  }
}

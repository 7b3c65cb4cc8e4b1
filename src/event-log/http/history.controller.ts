import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { limits } from '#kernel';
import { GuardedLog } from '../guarded-log.js';
import { Quarantine } from '../quarantine.js';
import type { QuarantineCase } from '../quarantined-event.js';
import type { AdmittedId } from '../store/admitted-ids.js';
import type { WaitingEvent } from '../store/held-events.js';
import type { SupersededEvent } from '../store/superseded-events.js';
import {
  type Query as QueryValues,
  readAttribute,
  readLimit,
  readName,
  readNumber,
} from './read-query.js';

/** What became of an event, and why: asked by a producer who did not hear the answer. */
@Controller('v1')
export class HistoryController {
  constructor(
    private readonly log: GuardedLog,
    private readonly quarantine: Quarantine,
  ) {}

  /** Newest first. Events of stateless contracts are not remembered by id, only refused ones are. */
  @Get('verdicts/:id')
  @Header('Cache-Control', 'no-store')
  async verdicts(@Param('id') id: string, @Query() query: QueryValues): Promise<object> {
    const source = readAttribute(query, 'source');
    const [admitted, held, refused] = await Promise.all([
      this.log.lookUp(id, source),
      this.log.lookUpHeld(id, source),
      this.quarantine.ofEvent(id, source),
    ]);
    const verdicts = [...admitted.map(ofAdmitted), ...held.map(ofHeld), ...refused.map(ofRefused)];
    return { id, verdicts: verdicts.sort((a, b) => b.at.getTime() - a.at.getTime()) };
  }

  /** Writes that lost against a later one, without their bytes. */
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

const ofAdmitted = (known: AdmittedId) => ({
  verdict: known.fate,
  contract: `${known.contractId}@${known.contractVersion}`,
  source: known.source,
  ...(known.offset !== null && {
    position: { topic: known.topic, partition: known.partition, offset: known.offset },
  }),
  at: known.admittedAt,
  rememberedUntil: known.rememberedUntil,
});

const ofHeld = ({ contractId, contractVersion, source, at, until }: WaitingEvent) => ({
  ...{ verdict: 'held', contract: `${contractId}@${contractVersion}`, source, at },
  heldUntil: until,
});

const ofRefused = ({ contract, ...refused }: QuarantineCase) => ({
  verdict: 'quarantined',
  ...(contract && { contract: `${contract.id}@${contract.version}` }),
  source: refused.source,
  quarantineId: refused.id,
  state: refused.state,
  count: refused.count,
  reasons: refused.reasons,
  at: refused.lastSeen,
});

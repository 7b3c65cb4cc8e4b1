import { Controller, Get, Header, Param, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RecordReads } from '#audit';
import { limits, principalOf, problem } from '#kernel';
import { eventLogProblems } from '../problems.js';
import { Quarantine } from '../quarantine.js';
import {
  type QuarantineAction,
  type QuarantineCase,
  type QuarantineGroup,
  quarantineStates,
} from '../quarantined-event.js';
import type { CaseFilter } from '../store/find-cases.js';
import { inText } from './event-in-json.js';
import {
  isUlid,
  type Query as QueryValues,
  readChoice,
  readCursor,
  readLimit,
  readName,
} from './read-query.js';

const PAYLOAD_CHOICES = ['none', 'raw'] as const;

/**
 * Refused events: why, how often, from whom. Their bytes are shown only when somebody asks for
 * them by name (`?payload=raw`), because nothing here knows which fields are personal; the audit knows who did, and
 * no cache stores them.
 */
@Controller('v1/quarantine')
export class QuarantineController {
  constructor(
    private readonly quarantine: Quarantine,
    private readonly reads: RecordReads,
  ) {}

  @Get()
  async list(
    @Query() query: QueryValues,
  ): Promise<{ cases: readonly QuarantineCase[]; nextCursor: string | null }> {
    const limit = readLimit(query, limits.pageRows.value);
    const before = readCursor(query);
    const cases = await this.quarantine.list(filterOf(query), {
      limit,
      ...(before === undefined ? {} : { before }),
    });
    return { cases, nextCursor: cases.length < limit ? null : (cases.at(-1)?.id ?? null) };
  }

  @Get('reasons')
  async reasons(@Query() query: QueryValues): Promise<{ reasons: readonly QuarantineGroup[] }> {
    const limit = readLimit(query, limits.pageRows.value);
    return { reasons: await this.quarantine.groups(filterOf(query), limit) };
  }

  @Get(':id')
  @Header('Cache-Control', 'no-store')
  async about(
    @Param('id') id: string,
    @Query() query: QueryValues,
    @Req() { headers: asking }: FastifyRequest,
  ): Promise<QuarantineCase & { actions: readonly QuarantineAction[]; payload?: object }> {
    const isRaw = readChoice(query, 'payload', PAYLOAD_CHOICES) === 'raw';
    const found = isUlid(id) ? await this.quarantine.get(id) : undefined;
    if (!found) throw problem(eventLogProblems.CASE_UNKNOWN, { id });
    const { key, value, headers, isReadable, ...kept } = found;
    const about = { ...kept, actions: await this.quarantine.actions(id) };
    if (!isRaw) return about;
    if (!isReadable) throw problem(eventLogProblems.CASE_SEALED, { id });
    await this.reads.record({
      ...{ actor: principalOf(asking), action: 'quarantine.read', target: id },
      details: { topic: kept.topic, contract: kept.contract?.id },
    });
    const shown = headers.map(([name, bytes]) => ({ name, ...inText('value', bytes) }));
    return {
      ...about,
      payload: { ...inText('key', key), ...inText('value', value), headers: shown },
    };
  }
}

function filterOf(query: QueryValues): CaseFilter {
  const contractId = readName(query, 'contract');
  const topic = readName(query, 'topic');
  const state = readChoice(query, 'state', quarantineStates);
  return {
    ...(contractId === undefined ? {} : { contractId }),
    ...(topic === undefined ? {} : { topic }),
    ...(state === undefined ? {} : { state }),
  };
}

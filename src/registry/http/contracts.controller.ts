import {
  Body,
  Controller,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { blocksNotEnforced, type Contract } from '#contract';
import { limits, principalOf, problem, type RequestHeaders, storable } from '#kernel';
import { CheckPromotion } from '../check-promotion.js';
import { DescribeEnforcement } from '../describe-enforcement.js';
import { FindContracts } from '../find-contracts.js';
import { publications } from '../metrics.js';
import { registryProblems } from '../problems.js';
import { type Publication, PublishContract } from '../publish-contract.js';
import type { StoredContract } from '../store/contracts.js';
import { CountRefusals } from './count-refusals.interceptor.js';
import { readText } from './read-body.js';
import { pageOf, switchOf, textOf } from './read-query.js';
import type { Query as QueryValues } from './read-query.js';

@Controller('v1/contracts')
@UseInterceptors(CountRefusals)
export class ContractsController {
  constructor(
    private readonly publishContract: PublishContract,
    private readonly find: FindContracts,
    private readonly checkPromotion: CheckPromotion,
    private readonly describeEnforcement: DescribeEnforcement,
  ) {}

  /** 201 with a new version, 200 when exactly this is what is published already. */
  @Post()
  @HttpCode(200)
  async publish(
    @Body() body: unknown,
    @Query() query: QueryValues,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const isDryRun = switchOf(query, 'dryRun');
    const text = readText(body);
    const isForced = switchOf(query, 'force');
    const objection = await this.checkPromotion.objection(text);
    if (objection && !isForced) throw objection;
    const publication = await this.publishContract.run({
      text,
      publishedBy: principalOf(headers),
      reason: reasonOf(query),
      isDryRun,
      isForced,
      isPromotionForced: objection !== undefined,
    });
    if (publication.isNew && !isDryRun) void reply.status(201);
    if (!isDryRun) publications.inc({ outcome: publication.isNew ? 'new' : 'known' });
    return { ...published(publication), dryRun: isDryRun };
  }

  /** By id; `next` is the address of the page after this one. */
  @Get()
  async list(@Query() query: QueryValues) {
    const { limit } = pageOf(query, limits.pageRows.value);
    const { rows, hasMore } = await this.find.page(textOf(query, 'after') ?? '', limit);
    const last = rows.at(-1)?.id;
    const next =
      hasMore &&
      last !== undefined &&
      `/v1/contracts?after=${encodeURIComponent(last)}&limit=${limit}`;
    return { contracts: rows.map(summary), ...(next ? { next } : {}) };
  }

  @Get(':id')
  async current(@Param('id') id: string) {
    return this.find.whole(id);
  }

  /** What is declared, what is in force, and what became of versions that refused too much. */
  @Get(':id/enforcement')
  @Header('Cache-Control', 'no-store')
  async enforcement(@Param('id') id: string) {
    return this.describeEnforcement.run(id);
  }

  @Get(':id/versions')
  async versions(@Param('id') id: string) {
    return { id, versions: (await this.find.versions(id)).map(summary) };
  }

  @Get(':id/versions/:version')
  async version(@Param('id') id: string, @Param('version') version: string) {
    return this.find.whole(id, version);
  }
}

/** @throws REQUEST_INVALID */
function reasonOf({ reason = '' }: QueryValues): string {
  const most = limits.reasonCharacters.value;
  if (typeof reason === 'string' && reason.trim().length <= most) return storable(reason.trim());
  const expected = `given once, with at most ${most} characters`;
  throw problem(registryProblems.REQUEST_INVALID, { where: 'reason', expected });
}

const published = ({ contract, stored, isNew, report, meaning }: Publication) => ({
  id: stored.id,
  version: stored.version,
  created: isNew,
  subject: stored.subject,
  schemaId: stored.schemaId,
  schemaVersion: stored.schemaVersion,
  notEnforcedYet: blocksNotEnforced(contract).map(({ name }) => name),
  compatibility: report,
  meaning,
});

function summary(stored: StoredContract) {
  const { document, ...rest } = stored;
  const contract = JSON.parse(document) as Contract;
  const { name, status, domain, owner, channel, envelope, tags, schema } = contract;
  const { message } = schema;
  const address = { topic: channel.topic, type: envelope?.type, message };
  return { ...rest, name, status, domain, owner, tags, ...address };
}

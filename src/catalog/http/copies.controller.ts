import { Controller, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { readBody } from '#event-log';
import { principalOf } from '#kernel';
import { CompareCopy } from '../copies/compare-copy.js';
import { RepairCopy } from '../copies/repair-copy.js';
import { keysBody, positionsIn, refuseOutside, repairBody, stretchesBody } from './copy-bodies.js';
import { readEntitiesQuery } from './entities-query.js';
import { bodyOf } from './gateway-answer.js';

/** Copies of the latest states that others keep: where they differ, and what mends them. */
@Controller('v1/entity-copies/:contract')
export class CopiesController {
  constructor(
    private readonly compare: CompareCopy,
    private readonly mend: RepairCopy,
  ) {}

  @Post('stretches')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async stretches(
    @Param('contract') contract: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    bodyOf(request);
    const { by, positions, waitMs, ...copied } = readBody(stretchesBody, request);
    const { payload } = readEntitiesQuery(query).wish;
    const wish = { by, waitMs, payload, positions: positionsIn(positions) };
    return { contract, differing: await this.compare.stretches(contract, copied, wish) };
  }

  @Post('keys')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async keys(
    @Param('contract') contract: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    bodyOf(request);
    const body = readBody(keysBody, request);
    refuseOutside(body);
    const { by, positions, waitMs, ...copied } = body;
    const { payload } = readEntitiesQuery(query).wish;
    const wish = { by, waitMs, payload, positions: positionsIn(positions) };
    return { contract, ...(await this.compare.keys(contract, copied, wish)) };
  }

  /** The last events of these entities again, for whoever reads the sandbox topic. */
  @Post('repairs')
  @HttpCode(201)
  @Header('Cache-Control', 'no-store')
  async repair(
    @Param('contract') contract: string,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    bodyOf(request);
    const { keys, into } = readBody(repairBody, request);
    const requestedBy = principalOf(request.headers);
    return this.mend.run(contract, { keys: [...new Set(keys)], into, requestedBy });
  }
}

import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { principalOf } from '#kernel';
import { FindStates } from '../state/find-states.js';
import { PastState } from '../state/past-state.js';
import { RebuildStates } from '../state/rebuild-states.js';
import { readEntitiesQuery, readEntityKey, readPastPlace } from './entities-query.js';
import { bodyOf } from './gateway-answer.js';

const LINES = 'application/x-ndjson';
const EXPORT_PAGE = 500;

/** The latest state of every entity, for contracts that ask for it. */
@Controller('v1')
export class EntitiesController {
  constructor(
    private readonly states: FindStates,
    private readonly past: PastState,
    private readonly builds: RebuildStates,
  ) {}

  /** A page, or every one, a line each, for who accepts `application/x-ndjson` or asks for it. */
  @Get('entities/:contract')
  async list(
    @Param('contract') contract: string,
    @Query() query: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { wish, page, isInLines } = readEntitiesQuery(query);
    if (!isInLines && request.headers.accept?.includes(LINES) !== true)
      return send(reply, 'application/json', await this.states.page(contract, page, wish));
    const all = { ...page, limit: EXPORT_PAGE };
    const { positions, lines } = await this.states.export(contract, all, wish);
    void reply.header('Concordat-Positions', positions);
    if (isInLines) void reply.header('Content-Disposition', fileNamed(contract));
    send(reply, LINES, Readable.from(lines, { objectMode: false }));
  }

  @Get('entities/:contract/:key')
  one(
    @Param() asked: AskedEntity,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.tell(asked, query, reply);
  }

  /** No address can hold the key `..`, and few proxies leave `%2F` alone; a query holds any. */
  @Get('entity/:contract')
  oneByQuery(
    @Param('contract') contract: string,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.tell({ contract, key: readEntityKey(query) }, query, reply);
  }

  private async tell(
    { contract, key }: AskedEntity,
    query: unknown,
    reply: FastifyReply,
  ): Promise<void> {
    const { wish } = readEntitiesQuery(query);
    const at = readPastPlace(query);
    const state =
      at === undefined
        ? await this.states.one(contract, key, wish)
        : await this.past.run(contract, key, { at, payload: wish.payload });
    send(reply, 'application/json', state);
  }

  @Get('entity-builds/:contract')
  async about(@Param('contract') contract: string): Promise<object> {
    return { contract, builds: await this.builds.list(contract) };
  }

  /** Made anew beside what serves, and put in its place once it came as far. */
  @Post('entity-builds/:contract')
  @HttpCode(202)
  async rebuild(
    @Param('contract') contract: string,
    @Req() request: FastifyRequest,
  ): Promise<object> {
    bodyOf(request);
    const begunBy = principalOf(request.headers);
    return { contract, builds: await this.builds.begin(contract, begunBy) };
  }
}

interface AskedEntity {
  readonly contract: string;
  readonly key: string;
}

/** A link cannot say what it accepts: who follows one wants a file. */
const fileNamed = (contract: string) =>
  `attachment; filename="${contract.replaceAll(/[^\w.-]/g, '_')}.ndjson"`;

function send(reply: FastifyReply, type: string, body: string | Readable): void {
  void reply
    .header('Content-Type', `${type}; charset=utf-8`)
    .header('Cache-Control', 'no-store')
    .header('X-Content-Type-Options', 'nosniff')
    .send(body);
}

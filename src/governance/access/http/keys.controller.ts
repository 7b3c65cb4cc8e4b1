import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { isAdministrator, limits, principalOf, problem } from '#kernel';
import { governanceProblems } from '../../problems.js';
import { type ApiKey, apiKeys } from '../api-keys.js';
import { IssueKey } from '../issue-key.js';
import { RevokeKey } from '../revoke-key.js';
import { readKeyRequest } from './read-key-request.js';

/** Keys: made, listed without their secret, revoked. For administrators. */
@Controller('v1/keys')
export class KeysController {
  constructor(
    private readonly issueKey: IssueKey,
    private readonly revokeKey: RevokeKey,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** The answer holds the key; nobody can be told it again. */
  @Post()
  @HttpCode(201)
  @Header('Cache-Control', 'no-store')
  async create(@Req() request: FastifyRequest, @Body() body: unknown) {
    checkAdmin(request);
    return this.issueKey.run({ ...readKeyRequest(body), createdBy: principalOf(request.headers) });
  }

  /** Newest first; `before` is the id the page before ended with. */
  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Query('before') before: unknown,
  ): Promise<{ keys: readonly ApiKey[] }> {
    checkAdmin(request);
    const from = typeof before === 'string' && !before.includes('\0') ? before : undefined;
    return {
      keys: await apiKeys.list(this.dataSource, { before: from, limit: limits.pageRows.value }),
    };
  }

  /** Refused everywhere within a second; revoking twice changes nothing. */
  @Delete(':id')
  @HttpCode(204)
  async revoke(@Req() request: FastifyRequest, @Param('id') id: string): Promise<void> {
    checkAdmin(request);
    const isKnown =
      !id.includes('\0') &&
      (await this.revokeKey.run(id.toWellFormed(), principalOf(request.headers)));
    if (!isKnown) throw problem(governanceProblems.KEY_UNKNOWN, { id: id.slice(0, 60) });
  }
}

function checkAdmin({ headers }: FastifyRequest): void {
  if (!isAdministrator(headers))
    throw problem(governanceProblems.ADMIN_ONLY, { principal: principalOf(headers) });
}

import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { limits, principalOf, problem } from '#kernel';
import { governanceProblems } from '../../problems.js';
import { type ApiKey, apiKeys } from '../api-keys.js';
import { Authenticate } from '../authenticate.js';
import { IssueKey } from '../issue-key.js';
import { AUTHENTICATE_SETTINGS, type AuthenticateSettings } from '../settings.js';
import { readKeyRequest } from './read-key-request.js';

/** Keys: made, listed without their secret, revoked. For administrators. */
@Controller('v1/keys')
export class KeysController {
  constructor(
    private readonly issueKey: IssueKey,
    private readonly authenticate: Authenticate,
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(AUTHENTICATE_SETTINGS) private readonly settings: AuthenticateSettings,
  ) {}

  /** The answer holds the key; nobody can be told it again. */
  @Post()
  @HttpCode(201)
  @Header('Cache-Control', 'no-store')
  async create(@Req() request: FastifyRequest, @Body() body: unknown) {
    await this.checkAdmin(request);
    return this.issueKey.run({ ...readKeyRequest(body), createdBy: principalOf(request.headers) });
  }

  /** Newest first; `before` is the id the page before ended with. */
  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Query('before') before: unknown,
  ): Promise<{ keys: readonly ApiKey[] }> {
    await this.checkAdmin(request);
    const from = typeof before === 'string' && !before.includes('\0') ? before : undefined;
    return {
      keys: await apiKeys.list(this.dataSource, { before: from, limit: limits.pageRows.value }),
    };
  }

  /** Refused everywhere within a second; revoking twice changes nothing. */
  @Delete(':id')
  @HttpCode(204)
  async revoke(@Req() request: FastifyRequest, @Param('id') id: string): Promise<void> {
    await this.checkAdmin(request);
    const isKnown =
      !id.includes('\0') &&
      (await apiKeys.revoke(this.dataSource, id.toWellFormed(), principalOf(request.headers)));
    if (!isKnown) throw problem(governanceProblems.KEY_UNKNOWN, { id: id.slice(0, 60) });
  }

  /** Where nobody has to prove anything, everybody on this machine is an administrator. */
  private async checkAdmin({ headers }: FastifyRequest): Promise<void> {
    if (this.settings.mode === 'none') return;
    const caller = await this.authenticate.run(headers);
    if (!caller?.isAdmin)
      throw problem(governanceProblems.ADMIN_ONLY, { principal: caller?.principal ?? '' });
  }
}

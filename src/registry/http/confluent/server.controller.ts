import {
  Controller,
  Get,
  HttpCode,
  Inject,
  Post,
  Query,
  UseFilters,
  UseInterceptors,
} from '@nestjs/common';
import { FindContexts } from '../../find-contexts.js';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../../registry-settings.js';
import { pageOf, type Query as QueryValues, textOf } from '../read-query.js';
import { DialectAnswer } from './dialect-answer.interceptor.js';
import { DialectFilter } from './dialect.filter.js';

/** What clients ask about the server itself. `GET /` belongs to the catalog's page. */
@Controller()
@UseFilters(DialectFilter)
@UseInterceptors(DialectAnswer)
export class ServerController {
  constructor(
    private readonly find: FindContexts,
    @Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings,
  ) {}

  @Post()
  @HttpCode(200)
  root() {
    return {};
  }

  @Get('v1/metadata/id')
  id() {
    const clusters = { 'kafka-cluster': '', 'schema-registry-cluster': 'concordat' };
    return { scope: { path: [], clusters }, id: '' };
  }

  @Get('v1/metadata/version')
  version() {
    return { version: this.settings.version ?? 'unknown', commitId: '' };
  }

  @Get('contexts')
  contexts(@Query() query: QueryValues) {
    return this.find.run(textOf(query, 'contextPrefix') ?? '', pageOf(query));
  }
}

import {
  Controller,
  Get,
  HttpCode,
  Inject,
  Post,
  UseFilters,
  UseInterceptors,
} from '@nestjs/common';
import { REGISTRY_SETTINGS, type RegistrySettings } from '../../registry-settings.js';
import { DialectAnswer } from './dialect-answer.interceptor.js';
import { DialectFilter } from './dialect.filter.js';

/** What clients ask about the server itself. `GET /` belongs to the catalog's page. */
@Controller()
@UseFilters(DialectFilter)
@UseInterceptors(DialectAnswer)
export class ServerController {
  constructor(@Inject(REGISTRY_SETTINGS) private readonly settings: RegistrySettings) {}

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

  /** What kind of registry this is: words for whoever wants to know before they ask for more. */
  @Get('v1/metadata/deployment')
  deployment() {
    return { attributes: ['concordat', 'postgresql'] };
  }
}

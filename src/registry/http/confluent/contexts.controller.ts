import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Query,
  UseFilters,
  UseInterceptors,
} from '@nestjs/common';
import { DeleteContext } from '../../delete-context.js';
import { FindContexts } from '../../find-contexts.js';
import { Asker } from '../asker.js';
import { pageOf, type Query as QueryValues, textOf } from '../read-query.js';
import { DialectAnswer } from './dialect-answer.interceptor.js';
import { DialectFilter } from './dialect.filter.js';
import { PathContext } from './path-names.js';

@Controller('contexts')
@UseFilters(DialectFilter)
@UseInterceptors(DialectAnswer)
export class ContextsController {
  constructor(
    private readonly find: FindContexts,
    private readonly deleteContext: DeleteContext,
  ) {}

  @Get()
  list(@Query() query: QueryValues) {
    return this.find.run(textOf(query, 'contextPrefix') ?? '', pageOf(query));
  }

  @Delete(':context')
  @HttpCode(204)
  delete(@PathContext() context: string, @Asker() by: string) {
    return this.deleteContext.run(context, by);
  }
}

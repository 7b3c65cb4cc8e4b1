import { Controller, Get, Param, Query, UseInterceptors } from '@nestjs/common';
import { FindSchemas } from '../find-schemas.js';
import { parseSubject } from '../subject-name.js';
import { CountRefusals } from './count-refusals.interceptor.js';
import { fullPage, type Query as QueryValues } from './read-query.js';

/** When each version of a subject was made, and by whom, deleted ones included. */
@Controller('v1/subjects')
@UseInterceptors(CountRefusals)
export class SubjectHistoryController {
  constructor(private readonly find: FindSchemas) {}

  @Get(':subject/versions')
  async list(@Param('subject') subject: string, @Query() query: QueryValues) {
    const found = await this.find.history(parseSubject(subject), fullPage(query));
    const versions = found.map(({ version, schema, createdAt, createdBy, isDeleted }) => ({
      version,
      id: schema.id,
      guid: schema.guid,
      schemaType: schema.type,
      createdAt,
      createdBy,
      deleted: isDeleted,
    }));
    return { subject, versions };
  }
}

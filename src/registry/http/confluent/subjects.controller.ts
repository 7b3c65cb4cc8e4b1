import { Body, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import { FindSchemas } from '../../find-schemas.js';
import { LookUpSchema } from '../../look-up-schema.js';
import { registrations } from '../../metrics.js';
import { principalOf, type RequestHeaders } from '#kernel';
import { RegisterSchema } from '../../register-schema.js';
import type { SubjectName } from '../../subject-name.js';
import { readJson } from '../read-body.js';
import { isOn, pageOf, pairsOf, type Query as QueryValues, shownOf } from '../read-query.js';
import { readSchemaRequest } from '../read-schema-request.js';
import { markLasting } from './answer-known.js';
import { DialectController } from './dialect.js';
import { FollowAlias } from './follow-alias.js';
import { PathContext, PathSubject } from './path-names.js';
import { registrationOf } from './registration.js';
import { subjectFilterOf } from './subject-filter.js';
import { TellSchemas } from './tell-schemas.js';

@DialectController('subjects')
export class SubjectsController {
  constructor(
    private readonly registerSchema: RegisterSchema,
    private readonly lookUpSchema: LookUpSchema,
    private readonly find: FindSchemas,
    private readonly tell: TellSchemas,
  ) {}

  @Get()
  list(@PathContext() context: string, @Query() query: QueryValues) {
    return this.find.subjects(subjectFilterOf(query, context), pageOf(query));
  }

  @Post(':subject')
  @HttpCode(200)
  async lookUp(
    @PathSubject() name: SubjectName,
    @Body() body: unknown,
    @Query() query: QueryValues,
    @Req() request: object,
  ) {
    const draft = { ...readSchemaRequest(readJson(body)), normalize: isOn(query, 'normalize') };
    const { stored, isLasting } = await this.lookUpSchema.run(name, draft, shownOf(query));
    if (isLasting) markLasting(request);
    return this.tell.version(stored, query);
  }

  @Post(':subject/versions')
  @HttpCode(200)
  async register(
    @PathSubject() name: SubjectName,
    @Body() body: unknown,
    @Query() query: QueryValues,
    @Req() request: { readonly headers: RequestHeaders },
  ) {
    const createdBy = principalOf(request.headers);
    const { stored, isNew, isLasting } = await this.registerSchema.run(
      registrationOf({ name, body: readJson(body), query, createdBy }),
    );
    registrations.inc({ outcome: isNew ? 'new' : 'known' });
    if (isLasting) markLasting(request);
    return this.tell.registered(stored, query);
  }

  /** The newest version whose metadata have all the properties asked for. */
  @Get(':subject/metadata')
  async withMetadata(@PathSubject(FollowAlias) name: SubjectName, @Query() query: QueryValues) {
    const found = await this.find.withProperties(name, pairsOf(query), shownOf(query));
    return this.tell.version(found, query);
  }
}

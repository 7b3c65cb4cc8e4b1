import { Body, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { DialectController } from '../../http/confluent/dialect.js';
import { FollowAlias } from '../../http/confluent/follow-alias.js';
import { PathSubject } from '../../http/confluent/path-names.js';
import { readJson } from '../../http/read-body.js';
import { wrong } from '../../http/read-members.js';
import {
  fullPage,
  isOn,
  type Query as QueryValues,
  textOf,
  textsOf,
} from '../../http/read-query.js';
import type { SubjectName } from '../../subject-name.js';
import { TOPIC } from '../association.js';
import type { AssociationFilter } from '../associations.js';
import { Asker } from '../../http/asker.js';
import { DissolveAssociations } from '../dissolve-associations.js';
import { FindAssociations } from '../find-associations.js';
import { KeepAssociations } from '../keep-associations.js';
import { associationProblems } from '../problems.js';
import { associationAnswer, resourceAnswer } from './association-answers.js';
import {
  type AssociationCall,
  Call,
  filterOf,
  readAssociations,
} from './read-association-requests.js';

@DialectController('associations')
export class AssociationsController {
  constructor(
    private readonly find: FindAssociations,
    private readonly keep: KeepAssociations,
    private readonly dissolve: DissolveAssociations,
  ) {}

  @Get('subjects/:subject')
  ofSubject(@PathSubject(FollowAlias) subject: SubjectName, @Query() query: QueryValues) {
    return this.list({ ...filterOf(query), subject }, query);
  }

  @Get('resources/:resourceId')
  ofResource(@Param('resourceId') id: string, @Query() query: QueryValues) {
    const { resource, ...filter } = filterOf(query);
    return this.list({ ...filter, resource: { ...resource, id } }, query);
  }

  @Get('resources/:resourceNamespace/:resourceName')
  ofName(
    @Param('resourceNamespace') namespace: string,
    @Param('resourceName') name: string,
    @Query() query: QueryValues,
  ) {
    const { resource, ...filter } = filterOf(query);
    return this.list({ ...filter, resource: { ...resource, namespace, name } }, query);
  }

  @Post()
  @HttpCode(200)
  async create(@Body() body: unknown, @Call() call: AssociationCall) {
    const asked = readAssociations(readJson(body), call, false);
    return resourceAnswer(asked.resource, await this.keep.set(asked));
  }

  @Put('resources/:resourceId')
  async change(
    @Param('resourceId') id: string,
    @Body() body: unknown,
    @Call() call: AssociationCall,
  ) {
    const members = readJson(body);
    const { resourceId = id } = members;
    if (resourceId !== id)
      throw wrong(
        associationProblems.ASSOCIATION_INVALID,
        'resourceId',
        'Resource ID in the path parameter does not match the resource ID in the request body',
      );
    const asked = readAssociations({ ...members, resourceId }, call, true);
    return resourceAnswer(asked.resource, await this.keep.set(asked));
  }

  @Delete('resources/:resourceId')
  @HttpCode(204)
  delete(@Param('resourceId') id: string, @Query() query: QueryValues, @Asker() by: string) {
    return this.dissolve.run({
      resource: { id, type: textOf(query, 'resourceType') || TOPIC },
      types: textsOf(query, 'associationType'),
      isCascading: isOn(query, 'cascadeLifecycle'),
      isDryRun: isOn(query, 'dryRun'),
      by,
    });
  }

  private async list(filter: AssociationFilter, query: QueryValues) {
    return (await this.find.run(filter, fullPage(query))).map(associationAnswer);
  }
}

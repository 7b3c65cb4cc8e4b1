import { Get, Param, Query } from '@nestjs/common';
import { storable } from '#kernel';
import { languages } from '#schema';
import { readLifecycle } from '../../associations/http/read-association-requests.js';
import { FindSchemas } from '../../find-schemas.js';
import type { AssociatedWith } from '../../store/versions.js';
import { parseScope } from '../../subject-name.js';
import {
  fullPage,
  isOn,
  pageOf,
  type Query as QueryValues,
  shownOf,
  textOf,
  textsOf,
} from '../read-query.js';
import { tellingOf, versionAnswer } from './answers.js';
import { DialectController } from './dialect.js';
import { PathContext } from './path-names.js';
import { subjectFilterOf } from './subject-filter.js';
import { TellSchemas } from './tell-schemas.js';

/** `?subject=` says in which context an id is meant. */
const contextOf = (query: QueryValues, pathContext: string): string => {
  const subject = textOf(query, 'subject');
  return subject === undefined || subject === ''
    ? pathContext
    : parseScope(subject, pathContext).context;
};

/** None of the three asks for no association at all. */
function associatedOf(query: QueryValues): AssociatedWith | undefined {
  const resourceType = textOf(query, 'resourceType') || undefined;
  const types = textsOf(query, 'associationType');
  const lifecycle = readLifecycle(textOf(query, 'lifecycle'));
  const isAsked = resourceType !== undefined || types.length > 0 || lifecycle !== undefined;
  return isAsked ? { resourceType: storable(resourceType), types, lifecycle } : undefined;
}

@DialectController('schemas')
export class SchemasController {
  constructor(
    private readonly find: FindSchemas,
    private readonly tell: TellSchemas,
  ) {}

  @Get()
  async list(@PathContext() context: string, @Query() query: QueryValues) {
    const filter = {
      ...subjectFilterOf(query, context),
      isLatestOnly: isOn(query, 'latestOnly'),
      ruleTypes: textsOf(query, 'ruleType'),
      withAliases: isOn(query, 'aliases'),
      associated: associatedOf(query),
    };
    const found = await this.find.listed(filter, fullPage(query));
    const telling = tellingOf(query);
    return found.map(({ stored, aliases }) => ({ ...versionAnswer(stored, telling), aliases }));
  }

  @Get('types')
  types() {
    return Object.keys(languages);
  }

  @Get('ids/:id')
  async byId(@PathContext() context: string, @Param('id') id: string, @Query() query: QueryValues) {
    const found = await this.find.byId(contextOf(query, context), id);
    const maxId = isOn(query, 'fetchMaxId') ? await this.find.greatestId(found.context) : undefined;
    return { ...(await this.tell.schema(found, query)), maxId };
  }

  @Get('ids/:id/schema')
  async text(@PathContext() context: string, @Param('id') id: string, @Query() query: QueryValues) {
    return this.tell.text(await this.find.byId(contextOf(query, context), id), query);
  }

  @Get('ids/:id/subjects')
  async subjects(
    @PathContext() context: string,
    @Param('id') id: string,
    @Query() query: QueryValues,
  ) {
    const page = pageOf(query);
    const found = await this.find.usages(contextOf(query, context), id, shownOf(query), pageOf({}));
    const names = [...new Set(found.map(({ subject }) => subject))];
    return names.slice(page.offset, page.offset + page.limit);
  }

  @Get('ids/:id/versions')
  versions(@PathContext() context: string, @Param('id') id: string, @Query() query: QueryValues) {
    return this.find.usages(contextOf(query, context), id, shownOf(query), pageOf(query));
  }

  @Get('guids/:guid')
  async byGuid(@Param('guid') guid: string, @Query() query: QueryValues) {
    const [found] = await this.find.byGuid(guid);
    return this.tell.schema(found, query);
  }

  @Get('guids/:guid/ids')
  async idsOf(@Param('guid') guid: string) {
    return (await this.find.byGuid(guid)).map(({ context, id }) => ({ context, id }));
  }
}

import { Delete, Get, Query } from '@nestjs/common';
import { DeleteVersions } from '../../delete-versions.js';
import { FindSchemas } from '../../find-schemas.js';
import type { SubjectName } from '../../subject-name.js';
import type { VersionWanted } from '../../version-wanted.js';
import { Asker } from '../asker.js';
import { isOn, pageOf, type Query as QueryValues, shownOf } from '../read-query.js';
import { DialectController } from './dialect.js';
import { FollowAlias } from './follow-alias.js';
import { PathSubject, PathVersion } from './path-names.js';
import { TellSchemas } from './tell-schemas.js';

@DialectController('subjects/:subject/versions')
export class VersionsController {
  constructor(
    private readonly find: FindSchemas,
    private readonly deleteVersions: DeleteVersions,
    private readonly tell: TellSchemas,
  ) {}

  @Get()
  async list(@PathSubject(FollowAlias) name: SubjectName, @Query() query: QueryValues) {
    const isNegative = isOn(query, 'deletedAsNegative');
    const shows = isNegative ? 'all' : shownOf(query);
    const found = await this.find.versionNumbers(name, shows, pageOf(query));
    return found.map(({ version, isDeleted }) => (isNegative && isDeleted ? -version : version));
  }

  @Get(':version')
  async one(
    @PathSubject(FollowAlias) name: SubjectName,
    @PathVersion() version: VersionWanted,
    @Query() query: QueryValues,
  ) {
    const found = await this.find.versionAnywhere(name, version, shownOf(query));
    return this.tell.version(found, query);
  }

  @Get(':version/schema')
  async text(
    @PathSubject(FollowAlias) name: SubjectName,
    @PathVersion() version: VersionWanted,
    @Query() query: QueryValues,
  ) {
    const { schema } = await this.find.versionAnywhere(name, version, shownOf(query));
    return this.tell.text(schema, query);
  }

  @Get(':version/referencedby')
  referencedBy(
    @PathSubject(FollowAlias) name: SubjectName,
    @PathVersion() version: VersionWanted,
    @Query() query: QueryValues,
  ) {
    return this.find.referringIds(name, version, shownOf(query), pageOf(query));
  }

  @Delete(':version')
  delete(
    @PathSubject(FollowAlias) name: SubjectName,
    @PathVersion() version: VersionWanted,
    @Query() query: QueryValues,
    @Asker() by: string,
  ) {
    return this.deleteVersions.version({ name, version }, isOn(query, 'permanent'), by);
  }
}

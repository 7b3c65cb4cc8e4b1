import { Delete, Query } from '@nestjs/common';
import { DeleteVersions } from '../../delete-versions.js';
import type { SubjectName } from '../../subject-name.js';
import { Asker } from '../asker.js';
import { isOn, type Query as QueryValues } from '../read-query.js';
import { DialectController } from './dialect.js';
import { FollowAlias } from './follow-alias.js';
import { PathSubject } from './path-names.js';

@DialectController('subjects')
export class SubjectDeletionController {
  constructor(private readonly deleteVersions: DeleteVersions) {}

  @Delete(':subject')
  delete(
    @PathSubject(FollowAlias) name: SubjectName,
    @Query() query: QueryValues,
    @Asker() by: string,
  ) {
    return this.deleteVersions.subject(name, isOn(query, 'permanent'), by);
  }
}

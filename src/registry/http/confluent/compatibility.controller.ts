import { Body, HttpCode, Post, Query } from '@nestjs/common';
import { problem } from '#kernel';
import { CheckCompatibility, type CheckedChange } from '../../check-compatibility.js';
import { FindSchemas } from '../../find-schemas.js';
import { dialectMessages, toldFindings } from '../../incompatible-schema.js';
import { isRow } from '../../is-row.js';
import { verdictOf } from '../../judge-change.js';
import { registryProblems } from '../../problems.js';
import type { StoredVersion } from '../../store/stored-version.js';
import type { SubjectName } from '../../subject-name.js';
import type { VersionWanted } from '../../version-wanted.js';
import { readJson } from '../read-body.js';
import { isOn, type Query as QueryValues } from '../read-query.js';
import { readSchemaRequest } from '../read-schema-request.js';
import { DialectController } from './dialect.js';
import { FollowAlias } from './follow-alias.js';
import { PathSubject, PathVersion } from './path-names.js';

@DialectController('compatibility/subjects/:subject/versions')
export class CompatibilityController {
  constructor(
    private readonly check: CheckCompatibility,
    private readonly find: FindSchemas,
  ) {}

  /** As a registration would be judged. */
  @Post()
  @HttpCode(200)
  all(
    @PathSubject(FollowAlias) name: SubjectName,
    @Body() body: unknown,
    @Query() query: QueryValues,
  ) {
    return this.answer({ name, body, query });
  }

  /** Against one version only, whatever the level. */
  @Post(':version')
  @HttpCode(200)
  async one(
    @PathSubject(FollowAlias) name: SubjectName,
    @PathVersion() version: VersionWanted,
    @Body() body: unknown,
    @Query() query: QueryValues,
  ) {
    const against = await this.versionOf(name, version);
    if (against === 'nothing') return { is_compatible: true };
    return this.answer({ name, body, query, against });
  }

  private async versionOf(
    name: SubjectName,
    wanted: VersionWanted,
  ): Promise<StoredVersion | 'nothing'> {
    try {
      return await this.find.version(name, wanted, 'live');
    } catch (error) {
      if (!isRow(error, registryProblems.SUBJECT_NOT_FOUND)) throw error;
      if (wanted === 'latest') return 'nothing';
      throw problem(registryProblems.VERSION_NOT_FOUND, { version: String(wanted) });
    }
  }

  /** With `verbose` a schema that cannot be read is a verdict with reasons, not an error. */
  private async answer(asked: {
    name: SubjectName;
    body: unknown;
    query: QueryValues;
    against?: StoredVersion;
  }) {
    const { name, query, against } = asked;
    const isVerbose = isOn(query, 'verbose');
    const draft = readSchemaRequest(readJson(asked.body));
    const normalize = isOn(query, 'normalize');
    try {
      const checked = await this.check.run({ name, draft, normalize, ...(against && { against }) });
      return answerOf(checked, isVerbose);
    } catch (error) {
      if (isVerbose && isRow(error, registryProblems.SCHEMA_INVALID))
        return { is_compatible: false, messages: [error.message], ...error.extras.members };
      throw error;
    }
  }
}

function answerOf(checked: CheckedChange, isVerbose: boolean) {
  const verdict = verdictOf(checked);
  const isCompatible = verdict === 'compatible';
  if (!isVerbose) return { is_compatible: isCompatible };
  const { assumption } = checked.report;
  const ours = { verdict, assumption, findings: toldFindings(checked) };
  return { is_compatible: isCompatible, messages: dialectMessages(checked, checked), ...ours };
}

import { Body, HttpCode, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { registrations } from '../../metrics.js';
import { principalOf, problem } from '#kernel';
import { registryProblems } from '../../problems.js';
import type { SubjectName } from '../../subject-name.js';
import { RetagVersion, type Retagging } from '../../retag-version.js';
import type { VersionWanted } from '../../version-wanted.js';
import { readJson } from '../read-body.js';
import { type Members, readList } from '../read-members.js';
import type { Query as QueryValues } from '../read-query.js';
import { readRuleSet } from '../read-rule-set.js';
import { readMetadata } from '../read-schema-request.js';
import { DialectController } from './dialect.js';
import { FollowAlias } from './follow-alias.js';
import { PathSubject, PathVersion } from './path-names.js';
import { readTagChange } from './read-tags.js';
import { versionOf } from './registration.js';
import { TellSchemas } from './tell-schemas.js';

/** A new version that says the same with other tags, metadata or rules. */
@DialectController('subjects/:subject/versions/:version/tags')
export class TagsController {
  constructor(
    private readonly retag: RetagVersion,
    private readonly tell: TellSchemas,
  ) {}

  @Post()
  @HttpCode(200)
  async run(
    @PathSubject(FollowAlias) name: SubjectName,
    @PathVersion() version: VersionWanted,
    @Body() body: unknown,
    @Req() { headers, query }: FastifyRequest<{ Querystring: QueryValues }>,
  ) {
    const change = retaggingOf(readJson(body));
    const createdBy = principalOf(headers);
    const { stored, isNew } = await this.retag.run({ name, version, createdBy }, change);
    registrations.inc({ outcome: isNew ? 'new' : 'known' });
    return this.tell.registered(stored, query);
  }
}

function retaggingOf(body: Members): Retagging {
  const rulesToMerge = readRuleSet(body['rulesToMerge'], 'rulesToMerge');
  const rulesToRemove = readList(
    body['rulesToRemove'],
    'rulesToRemove',
    registryProblems.RULE_SET_INVALID,
  );
  const ruleSet = readRuleSet(body['ruleSet']);
  if (ruleSet && (rulesToMerge ?? rulesToRemove)) throw twoWays();
  return {
    tags: readTagChange(body, 'tagsToAdd', 'tagsToRemove'),
    metadata: readMetadata(body['metadata']),
    ruleSet,
    rulesToMerge,
    rulesToRemove,
    newVersion: versionOf(body['newVersion'], 'newVersion'),
  };
}

const twoWays = () =>
  problem(registryProblems.RULE_SET_INVALID, {
    where: 'ruleSet',
    expected: 'left out where "rulesToMerge" or "rulesToRemove" is given',
  });

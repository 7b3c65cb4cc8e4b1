import { Injectable } from '@nestjs/common';
import type { Registered } from './admit-schema.js';
import { mergeRuleSets } from './complete-content.js';
import { FindSchemas } from './find-schemas.js';
import type { TagChange } from './inline-tags.js';
import { RegisterSchema } from './register-schema.js';
import type { Metadata, RuleSet } from './schema-identity.js';
import type { SubjectName } from './subject-name.js';
import { untracked } from './tracked-version.js';
import type { VersionWanted } from './version-wanted.js';

/** What a new version says otherwise than the one it is made from. */
export interface Retagging {
  readonly tags?: TagChange | undefined;
  readonly metadata?: Metadata | undefined;
  readonly ruleSet?: RuleSet | undefined;
  readonly rulesToMerge?: RuleSet | undefined;
  /** Names. */
  readonly rulesToRemove?: readonly string[] | undefined;
  /** The number the caller expects to make; absent means the next. */
  readonly newVersion?: number | undefined;
}

/** Registers a version again with other tags, metadata or rules. */
@Injectable()
export class RetagVersion {
  constructor(
    private readonly find: FindSchemas,
    private readonly register: RegisterSchema,
  ) {}

  async run(
    from: {
      readonly name: SubjectName;
      readonly version: VersionWanted;
      readonly createdBy: string;
    },
    change: Retagging,
  ): Promise<Registered> {
    const { name, schema } = await this.find.version(from.name, from.version, 'live');
    const { metadata } = untracked({ metadata: change.metadata ?? schema.metadata });
    const ruleSet = change.ruleSet ?? changedRules(schema.ruleSet, change);
    const { type, text, references } = schema;
    return this.register.run({
      name,
      draft: { type, text, references, metadata: metadata ?? {}, ruleSet: ruleSet ?? {} },
      normalize: false,
      createdBy: from.createdBy,
      isForced: false,
      isCounted: true,
      expectedVersion: change.newVersion,
      tags: change.tags,
    });
  }
}

function changedRules(
  before: RuleSet | undefined,
  { rulesToMerge, rulesToRemove = [] }: Retagging,
): RuleSet | undefined {
  const merged = mergeRuleSets(before, rulesToMerge);
  if (!merged || rulesToRemove.length === 0) return merged;
  const lists = (['migrationRules', 'domainRules', 'encodingRules'] as const).map((list) => {
    const kept = (merged[list] ?? []).filter(({ name }) => !rulesToRemove.includes(name));
    return kept.length > 0 ? { [list]: kept } : {};
  });
  const { enableAt } = merged;
  return { ...(Object.assign({}, ...lists) as RuleSet), ...(enableAt && { enableAt }) };
}

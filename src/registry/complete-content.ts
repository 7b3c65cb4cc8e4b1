import type { SchemaContent } from './schema-identity.js';
import type { Metadata, Rule, RuleSet } from './schema-identity.js';
import type { ScopedSettings } from './store/settings.js';
import type { StoredVersion } from './store/stored-version.js';
import { nearest } from './terms.js';

/**
 * What a registration leaves out it takes over: metadata and rules of the version before it, or
 * else the configured defaults; configured overrides always win.
 */
export function completeContent(
  content: SchemaContent,
  previous: StoredVersion | undefined,
  around: ScopedSettings,
): SchemaContent {
  return {
    ...content,
    metadata: held(
      mergeMetadata(
        mergeMetadata(
          nearest(around, 'defaultMetadata'),
          content.metadata ?? previous?.schema.metadata,
        ),
        nearest(around, 'overrideMetadata'),
      ),
    ),
    ruleSet: held(
      mergeRuleSets(
        mergeRuleSets(
          nearest(around, 'defaultRuleSet'),
          content.ruleSet ?? previous?.schema.ruleSet,
        ),
        nearest(around, 'overrideRuleSet'),
      ),
    ),
  };
}

/** An empty object sent takes nothing over, and is nothing to keep. */
const held = <T extends object>(value: T | undefined): T | undefined =>
  value && Object.keys(value).length > 0 ? value : undefined;

function mergeMetadata(
  under: Metadata | undefined,
  over: Metadata | undefined,
): Metadata | undefined {
  if (!under || !over) return over ?? under;
  const { tags, properties } = {
    tags: merged(under.tags, over.tags),
    properties: merged(under.properties, over.properties),
  };
  const sensitive = [...new Set([...(under.sensitive ?? []), ...(over.sensitive ?? [])])];
  return {
    ...(tags && { tags }),
    ...(properties && { properties }),
    ...(sensitive.length > 0 && { sensitive }),
  };
}

const merged = <T>(under?: Readonly<Record<string, T>>, over?: Readonly<Record<string, T>>) =>
  under || over ? { ...under, ...over } : undefined;

export function mergeRuleSets(
  under: RuleSet | undefined,
  over: RuleSet | undefined,
): RuleSet | undefined {
  if (!under || !over) return over ?? under;
  const enableAt = over.enableAt ?? under.enableAt;
  return {
    ...rulesOf('migrationRules', under, over),
    ...rulesOf('domainRules', under, over),
    ...rulesOf('encodingRules', under, over),
    ...(enableAt && { enableAt }),
  };
}

type Kind = 'migrationRules' | 'domainRules' | 'encodingRules';

/** Rules are named: one of the same name is replaced. */
function rulesOf(
  kind: Kind,
  under: RuleSet,
  over: RuleSet,
): Partial<Record<Kind, readonly Rule[]>> {
  const winners = new Set(over[kind]?.map(({ name }) => name));
  const rules = [
    ...(under[kind] ?? []).filter(({ name }) => !winners.has(name)),
    ...(over[kind] ?? []),
  ];
  return rules.length > 0 ? { [kind]: rules } : {};
}

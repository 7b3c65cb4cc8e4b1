import { createHash, type Hash } from 'node:crypto';
import type { SchemaType } from '#schema';

/** A reference as registered: `name` is the text inside the schema. */
export interface Reference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

export interface Metadata {
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  readonly properties?: Readonly<Record<string, string>>;
  readonly sensitive?: readonly string[];
}

export interface Rule {
  readonly name: string;
  readonly doc?: string;
  readonly kind?: string;
  readonly mode?: string;
  readonly type?: string;
  readonly tags?: readonly string[];
  readonly params?: Readonly<Record<string, string>>;
  readonly expr?: string;
  readonly onSuccess?: string;
  readonly onFailure?: string;
  readonly disabled?: boolean;
}

export interface RuleSet {
  readonly migrationRules?: readonly Rule[];
  readonly domainRules?: readonly Rule[];
  readonly encodingRules?: readonly Rule[];
  readonly enableAt?: string;
}

/** Everything that makes one schema another schema. */
export interface SchemaContent {
  readonly type: SchemaType;
  /** Canonical. */
  readonly text: string;
  readonly references: readonly Reference[];
  readonly metadata?: Metadata | undefined;
  readonly ruleSet?: RuleSet | undefined;
}

export interface SchemaIdentity {
  /** MD5 as the Confluent registry computes it, printed as a UUID: the same in every registry. */
  readonly guid: string;
  /** SHA-256, because two schemas with one MD5 can be made on purpose. */
  readonly fingerprint: Buffer;
  /** The same without metadata and rules. */
  readonly contentFingerprint: Buffer;
}

export function identityOf(content: SchemaContent): SchemaIdentity {
  const { type, text, references } = content;
  return {
    guid: guidOf(content),
    fingerprint: sha256(type, text, references, content.metadata, content.ruleSet),
    contentFingerprint: sha256(type, text, references),
  };
}

function sha256(...parts: readonly unknown[]): Buffer {
  return createHash('sha256')
    .update(JSON.stringify(parts.map((part) => sorted(part) ?? null)))
    .digest();
}

/** Object keys carry no meaning in metadata and rules, so their order makes no new schema. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, held]) => held !== undefined);
  return members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, held]) => [name, sorted(held)]);
}

/** Field order and marker bytes are those of Confluent's registry; its vectors are our test. */
function guidOf({ text, references, metadata, ruleSet }: SchemaContent): string {
  const hash = createHash('md5').update(text);
  for (const { name, subject, version } of references) {
    const number = Buffer.alloc(4);
    number.writeInt32BE(version);
    hash.update(name).update(subject).update(number);
  }
  if (metadata) addMetadata(hash.update(MARK), metadata);
  if (ruleSet) addRuleSet(hash.update(MARK), ruleSet);
  const hex = hash.digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}

const MARK = Buffer.from([1]);
const entries = <T>(map: Readonly<Record<string, T>> = {}) =>
  Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
const words = (list: readonly string[] = []) => [...new Set(list)].sort();

function addMetadata(hash: Hash, { tags, properties, sensitive }: Metadata): void {
  for (const [path, list] of entries(tags))
    [path, ...words(list)].forEach((word) => hash.update(word));
  for (const [name, value] of entries(properties)) hash.update(name).update(value);
  words(sensitive).forEach((word) => hash.update(word));
}

function addRuleSet(hash: Hash, { migrationRules, domainRules, encodingRules }: RuleSet): void {
  for (const rules of [migrationRules, domainRules, encodingRules])
    for (const rule of rules ?? []) addRule(hash, rule);
}

function addRule(hash: Hash, rule: Rule): void {
  for (const word of [rule.name, rule.doc, rule.kind, rule.mode, rule.type])
    hash.update(word ?? '');
  words(rule.tags).forEach((tag) => hash.update(tag));
  for (const [name, value] of entries(rule.params)) hash.update(name).update(value);
  for (const word of [rule.expr, rule.onSuccess, rule.onFailure]) hash.update(word ?? '');
}

import { limits, problem, type ProblemRow } from '#kernel';
import type { SchemaType } from '#schema';
import { registryProblems } from '../problems.js';
import type { SchemaDraft } from '../schema-draft.js';
import type { Metadata, Reference, Rule, RuleSet } from '../schema-identity.js';

type Members = Readonly<Record<string, unknown>>;
type Refusal = ProblemRow<{ where: string; expected: string }>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWords = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((word) => typeof word === 'string');

/** What `POST /subjects/{subject}` and `/versions` take; unknown members are ignored. */
export function readSchemaRequest(body: Members): SchemaDraft {
  const { schema, schemaType = 'AVRO' } = body;
  if (schema === undefined || schema === null || schema === '')
    throw problem(registryProblems.SCHEMA_INVALID, { why: 'Empty schema' });
  if (typeof schema !== 'string')
    throw wrong(registryProblems.REQUEST_INVALID, 'schema', 'a string');
  if (typeof schemaType !== 'string' && schemaType !== null)
    throw wrong(registryProblems.REQUEST_INVALID, 'schemaType', 'a string');
  const metadata = readMetadata(body['metadata']);
  const ruleSet = readRuleSet(body['ruleSet']);
  return {
    type: readType(schemaType ?? 'AVRO'),
    text: schema,
    references: readReferences(body['references']),
    metadata,
    ruleSet,
  };
}

function readType(name: string): SchemaType {
  const type = name.toUpperCase();
  if (type === 'JSON' || type === 'AVRO' || type === 'PROTOBUF') return type;
  throw problem(registryProblems.SCHEMA_TYPE_NOT_READ, { type: name.slice(0, 100) });
}

const REFERENCE_NAME_MAX = 1_024;

export function readReferences(value: unknown): readonly Reference[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrong(registryProblems.REQUEST_INVALID, 'references', 'a list');
  if (value.length > limits.referenceCount.value)
    throw wrong(
      registryProblems.REQUEST_INVALID,
      'references',
      `at most ${limits.referenceCount.value} references`,
    );
  return value.map((each: unknown, index) => readReference(each, `references[${index}]`));
}

function readReference(value: unknown, where: string): Reference {
  const { name, subject, version } = isObject(value) ? value : {};
  const isName = typeof name === 'string' && name !== '' && name.length <= REFERENCE_NAME_MAX;
  if (!isName || /\0/.test(name))
    throw wrong(
      registryProblems.REQUEST_INVALID,
      `${where}.name`,
      `a text of 1 to ${REFERENCE_NAME_MAX} characters`,
    );
  if (typeof subject !== 'string' || subject === '')
    throw wrong(registryProblems.REQUEST_INVALID, `${where}.subject`, 'a subject');
  if (!isVersion(version))
    throw wrong(
      registryProblems.REQUEST_INVALID,
      `${where}.version`,
      'a version number, or -1 for the latest',
    );
  return { name, subject, version };
}

const isVersion = (value: unknown): value is number =>
  typeof value === 'number' &&
  Number.isInteger(value) &&
  (value === -1 || (value >= 1 && value <= 0x7fff_ffff));

export function readMetadata(value: unknown, where = 'metadata'): Metadata | undefined {
  if (value === undefined || value === null) return undefined;
  const refusal = registryProblems.REQUEST_INVALID;
  if (!isObject(value)) throw wrong(refusal, where, 'an object');
  const { tags, properties, sensitive } = value;
  return {
    ...present('tags', readMap(tags, `${where}.tags`, { is: isWords, as: 'lists of texts' })),
    ...present('properties', readMap(properties, `${where}.properties`, TEXTS)),
    ...present('sensitive', readList(sensitive, `${where}.sensitive`, refusal)),
  };
}

const RULE_KINDS = ['migrationRules', 'domainRules', 'encodingRules'] as const;
const ENABLE_AT = ['ALL', 'CLIENT', 'GATEWAY', 'SERVER', 'NONE'];
const RULE_WORDS: Readonly<Record<string, readonly string[]>> = {
  kind: ['TRANSFORM', 'CONDITION'],
  migrationRules: ['UPGRADE', 'DOWNGRADE', 'UPDOWN'],
  domainRules: ['WRITE', 'READ', 'WRITEREAD'],
  encodingRules: ['WRITE', 'READ', 'WRITEREAD'],
};

export function readRuleSet(value: unknown, where = 'ruleSet'): RuleSet | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw wrong(registryProblems.RULE_SET_INVALID, where, 'an object');
  const { enableAt } = value;
  if (enableAt !== undefined && enableAt !== null && !ENABLE_AT.includes(enableAt as string))
    throw wrong(
      registryProblems.RULE_SET_INVALID,
      `${where}.enableAt`,
      `one of ${ENABLE_AT.join(', ')}`,
    );
  const rules = RULE_KINDS.map((kind) => present(kind, readRules(value[kind], kind, where)));
  return {
    ...(Object.assign({}, ...rules) as RuleSet),
    ...present('enableAt', (enableAt ?? undefined) as string | undefined),
  };
}

function readRules(value: unknown, kind: string, where: string): readonly Rule[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value))
    throw wrong(registryProblems.RULE_SET_INVALID, `${where}.${kind}`, 'a list of rules');
  const rules = value.map((each: unknown, index) =>
    readRule(each, kind, `${where}.${kind}[${index}]`),
  );
  const names = rules.map(({ name }) => name);
  if (new Set(names).size < names.length)
    throw wrong(
      registryProblems.RULE_SET_INVALID,
      `${where}.${kind}`,
      'rules with different names',
    );
  return rules;
}

const RULE_TEXTS = ['doc', 'kind', 'mode', 'type', 'expr', 'onSuccess', 'onFailure'] as const;

function readRule(value: unknown, kind: string, where: string): Rule {
  const row = registryProblems.RULE_SET_INVALID;
  if (!isObject(value)) throw wrong(row, where, 'an object');
  const { name, tags, params, disabled } = value;
  if (typeof name !== 'string' || name === '') throw wrong(row, `${where}.name`, 'a name');
  for (const key of RULE_TEXTS)
    if (value[key] !== undefined && value[key] !== null && typeof value[key] !== 'string')
      throw wrong(row, `${where}.${key}`, 'a text');
  for (const [key, allowed] of [
    ['kind', RULE_WORDS['kind']],
    ['mode', RULE_WORDS[kind]],
  ] as const)
    if (typeof value[key] === 'string' && !allowed?.includes(value[key]))
      throw wrong(row, `${where}.${key}`, `one of ${allowed?.join(', ')}`);
  if (disabled !== undefined && disabled !== null && typeof disabled !== 'boolean')
    throw wrong(row, `${where}.disabled`, 'true or false');
  const texts = RULE_TEXTS.map((key) =>
    present(key, (value[key] ?? undefined) as string | undefined),
  );
  return {
    name,
    ...(Object.assign({}, ...texts) as Partial<Rule>),
    ...present('tags', readList(tags, `${where}.tags`, row)),
    ...present('params', readMap(params, `${where}.params`, { ...TEXTS, row })),
    ...present('disabled', disabled ?? undefined),
  };
}

const present = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };

interface MapRule<T> {
  readonly is: (value: unknown) => value is T;
  readonly as: string;
  readonly row?: Refusal;
}

const TEXTS: MapRule<string> = {
  is: (value): value is string => typeof value === 'string',
  as: 'texts',
};

/** `Object.entries` sees `__proto__` only when a caller sent it as a member; it stays one. */
function readMap<T>(
  value: unknown,
  where: string,
  { is, as, row }: MapRule<T>,
): Readonly<Record<string, T>> | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value) || !Object.values(value).every(is))
    throw wrong(row ?? registryProblems.REQUEST_INVALID, where, `an object whose values are ${as}`);
  return value as Readonly<Record<string, T>>;
}

function readList(value: unknown, where: string, row: Refusal): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isWords(value)) throw wrong(row, where, 'a list of texts');
  return value;
}

const wrong = (row: Refusal, where: string, expected: string) => problem(row, { where, expected });

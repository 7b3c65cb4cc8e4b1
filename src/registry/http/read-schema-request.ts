import { limits, problem } from '#kernel';
import type { SchemaType } from '#schema';
import { registryProblems } from '../problems.js';
import type { SchemaDraft } from '../schema-draft.js';
import type { Metadata, Reference } from '../schema-identity.js';
import {
  isObject,
  isWords,
  type Members,
  present,
  readList,
  readMap,
  TEXTS,
  wrong,
} from './read-members.js';
import { readRuleSet } from './read-rule-set.js';

/** What `POST /subjects/{subject}` and `/versions` take; unknown members are ignored. */
export function readSchemaRequest(body: Members): SchemaDraft {
  const draft = readDraft(body);
  if (draft.text.trim() === '')
    throw problem(registryProblems.SCHEMA_INVALID, { why: 'Empty schema' });
  return draft;
}

/** The same, where a schema that is left out means the one before. */
export function readDraft(body: Members): SchemaDraft {
  const { schemaType = 'AVRO' } = body;
  const schema = body['schema'] ?? '';
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

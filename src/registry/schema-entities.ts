import { parse } from 'lossless-json';
import type { SchemaType } from '#schema';

/** What the dialect can hang a tag on: a record or one of its fields, by its path. */
export interface SchemaEntity {
  readonly type: 'sr_record' | 'sr_field';
  /** Avro: `ns.Record` and `ns.Record.field`; JSON Schema: `object.orders.array.object.id`. */
  readonly path: string;
  /** The last name in the path of a field. */
  readonly name: string;
  /** The object in the schema that bears the tags. */
  readonly node: Node;
}

export interface SchemaWithEntities {
  readonly root: unknown;
  readonly entities: readonly SchemaEntity[];
}

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** @param text was read and found acceptable before, so it is shallow and well-formed */
export function entitiesOf(
  type: Exclude<SchemaType, 'PROTOBUF'>,
  text: string,
): SchemaWithEntities {
  const root: unknown = parse(text);
  const entities = type === 'AVRO' ? avroEntities(root, '') : jsonEntities(root, '');
  return { root, entities: [...entities] };
}

function* avroEntities(type: unknown, namespace: string): Generator<SchemaEntity> {
  for (const branch of listOf(type)) yield* avroEntities(branch, namespace);
  if (!isNode(type)) return;
  if (type['type'] !== 'record' && type['type'] !== 'error') {
    for (const inner of [type['type'], type['items'], type['values']])
      yield* avroEntities(inner, namespace);
    return;
  }
  const path = fullName(type, namespace);
  yield { type: 'sr_record', path, name: path, node: type };
  const inside = path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : '';
  for (const field of listOf(type['fields']).filter(isNode)) {
    const name = String(field['name']);
    yield { type: 'sr_field', path: `${path}.${name}`, name, node: field };
    yield* avroEntities(field['type'], inside);
  }
}

function fullName({ name, namespace: own }: Node, around: string): string {
  const written = String(name);
  if (written.includes('.')) return written;
  const namespace = typeof own === 'string' ? own : around;
  return namespace === '' ? written : `${namespace}.${written}`;
}

const SHELVES = ['definitions', '$defs', 'dependentSchemas', 'patternProperties'];
const BRANCHES = ['allOf', 'anyOf', 'oneOf'];
const INNER = ['not', 'if', 'then', 'else', 'additionalProperties'];

function* jsonEntities(schema: unknown, around: string): Generator<SchemaEntity> {
  if (!isNode(schema)) return;
  const below = (step: string) => (around === '' ? step : `${around}.${step}`);
  const { properties, items } = schema;
  if (schema['type'] === 'object' || isNode(properties)) {
    const path = below('object');
    yield { type: 'sr_record', path, name: path, node: schema };
    for (const [name, property] of Object.entries(isNode(properties) ? properties : {})) {
      if (isNode(property))
        yield { type: 'sr_field', path: `${path}.${name}`, name, node: property };
      yield* jsonEntities(property, `${path}.${name}`);
    }
  }
  for (const item of Array.isArray(items) ? (items as unknown[]) : [items])
    yield* jsonEntities(item, below('array'));
  for (const shelf of SHELVES)
    for (const [name, held] of Object.entries(isNode(schema[shelf]) ? schema[shelf] : {}))
      yield* jsonEntities(held, below(`${shelf}.${name}`));
  for (const word of [...BRANCHES, 'prefixItems'])
    for (const [index, branch] of listOf(schema[word]).entries())
      yield* jsonEntities(branch, below(`${word.toLowerCase()}.${index}`));
  for (const word of INNER) yield* jsonEntities(schema[word], below(word));
}

import { stringify } from 'lossless-json';
import { problem } from '#kernel';
import type { SchemaFault, SchemaType } from '#schema';
import { registryProblems } from './problems.js';
import { refusedSchema } from './refused-schema.js';
import { entitiesOf, type SchemaEntity } from './schema-entities.js';

/** Tags of one entity, as the dialect sends and answers them. */
export interface EntityTags {
  readonly schemaEntity: {
    readonly entityPath: string;
    readonly entityType: SchemaEntity['type'];
  };
  readonly tags: readonly string[];
}

export interface TagChange {
  readonly add: readonly EntityTags[];
  readonly remove: readonly EntityTags[];
}

const MEMBER = 'confluent:tags';

/** Tags written into a schema's own text; in Protobuf none are looked for. */
export function inlineTagsOf(type: SchemaType, text: string): readonly EntityTags[] {
  if (type === 'PROTOBUF') return [];
  const seen = new Set<object>();
  return entitiesOf(type, text).entities.flatMap(({ type: entityType, path: entityPath, node }) => {
    const tags = tagsOf(node);
    if (tags.length === 0 || seen.has(node)) return [];
    seen.add(node);
    return [{ schemaEntity: { entityPath, entityType }, tags }];
  });
}

/**
 * The text with tags added and removed.
 * @param text was read and found acceptable before
 * @param isLenient an entity that is not there is left out rather than refused
 */
export function withInlineTags(
  { type, text }: { readonly type: SchemaType; readonly text: string },
  { add, remove }: TagChange,
  isLenient = false,
): string {
  if (add.length === 0 && remove.length === 0) return text;
  if (type === 'PROTOBUF') throw problem(registryProblems.TAGS_NOT_WRITTEN, undefined);
  const { root, entities } = entitiesOf(type, text);
  const nodeOf = ({ schemaEntity: { entityPath, entityType } }: EntityTags) => {
    const path = entityPath.replace(/^\./, '');
    const found = entities.find((each) => each.path === path && each.type === entityType);
    if (!found && !isLenient) throw refusedSchema([noSuchEntity(entityPath, entityType)]);
    return found?.node;
  };
  for (const each of add) {
    const node = nodeOf(each);
    if (node) node[MEMBER] = [...new Set([...tagsOf(node), ...each.tags])];
  }
  for (const each of remove) {
    const node = nodeOf(each);
    if (!node) continue;
    const kept = tagsOf(node).filter((tag) => !each.tags.includes(tag));
    if (kept.length > 0) node[MEMBER] = kept;
    else delete node[MEMBER];
  }
  return stringify(root) ?? text;
}

const tagsOf = ({ [MEMBER]: tags }: Readonly<Record<string, unknown>>): readonly string[] =>
  Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];

const noSuchEntity = (path: string, type: string): SchemaFault => ({
  code: 'TAG_ENTITY_UNKNOWN',
  pointer: '',
  message: `The schema has no ${type === 'sr_field' ? 'field' : 'record'} "${path}" to tag. Avro paths are full names (shop.Order.id), paths of JSON Schema name the types on the way (object.lines.array.object.id).`,
});

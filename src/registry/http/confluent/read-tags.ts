import { registryProblems } from '../../problems.js';
import type { EntityTags, TagChange } from '../../inline-tags.js';
import { isObject, isWords, type Members, wrong as wrongIn } from '../read-members.js';

const wrong = (where: string, expected: string) =>
  wrongIn(registryProblems.REQUEST_INVALID, where, expected);
const TYPES = ['sr_record', 'sr_field'];

/** Tags to add and to remove, under the member names given; absent when neither is sent. */
export function readTagChange(body: Members, add: string, remove: string): TagChange | undefined {
  const change = { add: readTags(body[add], add), remove: readTags(body[remove], remove) };
  return change.add.length + change.remove.length > 0 ? change : undefined;
}

function readTags(value: unknown, where: string): readonly EntityTags[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrong(where, 'a list of {schemaEntity, tags}');
  return value.map((each: unknown, index) => readEntityTags(each, `${where}[${index}]`));
}

function readEntityTags(value: unknown, where: string): EntityTags {
  const { schemaEntity, tags } = isObject(value) ? value : {};
  const { entityPath, entityType } = isObject(schemaEntity) ? schemaEntity : {};
  if (typeof entityPath !== 'string' || entityPath === '')
    throw wrong(`${where}.schemaEntity.entityPath`, 'the path of a record or field');
  if (!TYPES.includes(entityType as string))
    throw wrong(`${where}.schemaEntity.entityType`, `one of ${TYPES.join(', ')}`);
  if (!isWords(tags)) throw wrong(`${where}.tags`, 'a list of texts');
  const type = entityType as EntityTags['schemaEntity']['entityType'];
  return { schemaEntity: { entityPath, entityType: type }, tags };
}

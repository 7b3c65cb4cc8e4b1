import { limits } from '#kernel';
import type { SchemaSource } from '#schema';
import { references } from './store/references.js';
import type { Sql } from './store/sql.js';
import type { StoredSchema } from './store/stored-version.js';
import { eachNameOnce } from './understand-schema.js';

/** Stored schemas with everything they refer to, in the order given. */
export async function schemaSources(
  sql: Sql,
  stored: readonly StoredSchema[],
): Promise<readonly SchemaSource[]> {
  const reached = await references.reachedFromSchemas(sql, stored, limits.referenceDepth.value);
  return stored.map(({ type, text }, i) => ({
    type,
    text,
    references: eachNameOnce(reached.filter(({ root }) => root === i + 1)),
  }));
}

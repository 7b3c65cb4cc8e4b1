import { type Contract, messageFaults } from '#contract';
import { languageOf } from '#schema';
import { contractInvalid } from './contract-invalid.js';
import { schemaSources } from './schema-sources.js';
import type { Sql } from './store/sql.js';
import type { StoredVersion } from './store/stored-version.js';

/** The message a contract names is declared by its schema, wherever that came from. */
export async function checkMessage(
  sql: Sql,
  contract: Contract,
  { schema }: StoredVersion,
): Promise<void> {
  if (contract.schema.message === undefined) return;
  const [source] = await schemaSources(sql, [schema]);
  const read = source && languageOf(source.type)?.read(source);
  const faults = read?.ok ? [...messageFaults(contract, read.value)] : [];
  if (faults.length > 0) throw contractInvalid(faults);
}

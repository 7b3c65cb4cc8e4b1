import { type Contract, exampleFaults } from '#contract';
import { contractInvalid } from './contract-invalid.js';
import { schemaSources } from './schema-sources.js';
import type { Sql } from './store/sql.js';
import type { StoredVersion } from './store/stored-version.js';

/** What a contract shows as its events is executed, and only a stored schema is known to compile. */
export async function checkExamples(
  sql: Sql,
  contract: Contract,
  { schema }: StoredVersion,
): Promise<void> {
  if ((contract.examples ?? []).length === 0) return;
  const [source] = await schemaSources(sql, [schema]);
  const faults = source ? [...exampleFaults(contract, source)] : [];
  if (faults.length > 0) throw contractInvalid(faults);
}

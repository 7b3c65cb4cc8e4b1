import { algebraFaults, type Contract, withMessages } from '#contract';
import { languageOf } from '#schema';
import { contractInvalid } from './contract-invalid.js';
import { schemaSources } from './schema-sources.js';
import type { Sql } from './store/sql.js';
import type { StoredVersion } from './store/stored-version.js';

/** A merge is tried on samples, and only a stored schema is known to compile. */
export async function checkMerge(
  sql: Sql,
  contract: Contract,
  { schema }: StoredVersion,
): Promise<void> {
  if (contract.semantics.conflict?.policy !== 'merge') return;
  const [source] = await schemaSources(sql, [schema]);
  const read = source && languageOf(source.type)?.read(withMessages(contract, source));
  const faults = read?.ok ? [...algebraFaults(contract, read.value)] : [];
  if (faults.length > 0) throw contractInvalid(faults);
}

import {
  brokenNeeds,
  type CompatibilityReport,
  type MeaningFinding,
  PROMISES_NOTHING,
} from '#compat';
import { type Consumption, type Contract, withMessages } from '#contract';
import { type SchemaNode, type SchemaSource, treeOf } from '#schema';
import { schemaSources } from '../schema-sources.js';
import type { StoredContract } from '../store/contracts.js';
import { rowsOf, type Sql } from '../store/sql.js';
import type { StoredVersion } from '../store/stored-version.js';
import { versions } from '../store/versions.js';
import { parseSubject } from '../subject-name.js';

/** Who declared to read a contract, and what they read until now. */
export interface DeclaredReaders {
  readonly consumptions: readonly Consumption[];
  readonly old: StoredVersion;
  readonly tree: SchemaNode;
}

/** @returns `undefined` where nobody declared anything, or the contract promises nothing yet */
export async function declaredReaders(
  sql: Sql,
  current: StoredContract | undefined,
): Promise<DeclaredReaders | undefined> {
  const before = current && (JSON.parse(current.document) as Contract);
  if (!before || PROMISES_NOTHING.has(before.status)) return undefined;
  const rows = await rowsOf<{ consumption: Consumption }>(
    sql,
    'SELECT document AS consumption FROM consumptions WHERE contract_id = $1 ORDER BY consumer',
    [current.id],
  );
  if (rows.length === 0) return undefined;
  const old = await versions.numbered(sql, parseSubject(current.subject), current.schemaVersion);
  const [source] = old ? await schemaSources(sql, [old.schema]) : [];
  const tree = source && treeOf(withMessages(before, source));
  return old && tree && { consumptions: rows.map(({ consumption }) => consumption), old, tree };
}

/** Whom of them the new schema breaks; of a report only what it says of the version they read counts. */
export function hurtReaders(
  { consumptions, old, tree }: DeclaredReaders,
  changed: SchemaSource,
  { comparisons }: CompatibilityReport,
): readonly MeaningFinding[] {
  const after = treeOf(changed);
  if (!after) return [];
  const forward = comparisons.find(
    ({ direction, oldVersion }) => direction === 'forward' && oldVersion === old.version,
  ) ?? { findings: [] };
  const today = new Date().toISOString().slice(0, 10);
  return brokenNeeds({ type: changed.type, old: tree, new: after, forward, consumptions, today });
}

import {
  brokenNeeds,
  type CompatibilityReport,
  leftReaders,
  type MeaningFinding,
  PROMISES_NOTHING,
} from '#compat';
import { type Consumption, type Contract, withMessages } from '#contract';
import { type SchemaNode, type SchemaSource, treeOf } from '#schema';
import { schemaSources } from '../schema-sources.js';
import type { StoredContract } from '../store/contracts.js';
import type { ScopedSettings } from '../store/settings.js';
import { rowsOf, type Sql } from '../store/sql.js';
import type { StoredVersion } from '../store/stored-version.js';
import { versions } from '../store/versions.js';
import { DEFAULT_CONTEXT, parseSubject, type SubjectName } from '../subject-name.js';

/** Who declared to read a contract, and what it promises them until now. */
export interface DeclaredReaders {
  readonly contract: Contract;
  readonly consumptions: readonly Consumption[];
  readonly old: StoredVersion;
}

/** With the fields they know. */
export interface ReadersOfTree extends DeclaredReaders {
  readonly tree: SchemaNode;
}

/** @returns `undefined` where nobody declared anything, or the contract promises nothing yet */
export async function declaredReaders(
  sql: Sql,
  current: StoredContract | undefined,
): Promise<DeclaredReaders | undefined> {
  const contract = current && (JSON.parse(current.document) as Contract);
  if (!contract || PROMISES_NOTHING.has(contract.status)) return undefined;
  const rows = await rowsOf<{ consumption: Consumption }>(
    sql,
    'SELECT document AS consumption FROM consumptions WHERE contract_id = $1 ORDER BY consumer',
    [current.id],
  );
  if (rows.length === 0) return undefined;
  const old = await versions.numbered(sql, parseSubject(current.subject), current.schemaVersion);
  return old && { contract, consumptions: rows.map(({ consumption }) => consumption), old };
}

interface ReadContract {
  readonly document: string;
  readonly schemaVersion: number;
  readonly consumptions: readonly Consumption[];
}

/**
 * The same of every contract whose schema is a version of the subject. Few subjects have readers: about
 * the others nothing is asked. Settings tell it of the default context only.
 * @param except a contract that is judged by itself
 */
export async function readersAround(
  sql: Sql,
  name: SubjectName,
  { around, except }: { readonly around: ScopedSettings; readonly except?: string | undefined },
): Promise<readonly DeclaredReaders[]> {
  if (!around.isRead && name.context === DEFAULT_CONTEXT) return [];
  const rows = await rowsOf<ReadContract>(
    sql,
    `SELECT v.document, v.schema_version AS "schemaVersion", (
        SELECT json_agg(s.document ORDER BY s.consumer) FROM consumptions s WHERE s.contract_id = c.id
      ) AS consumptions
       FROM contract_versions v JOIN contracts c ON (c.id, c.last_version) = (v.contract_id, v.version)
      WHERE (v.schema_context, v.schema_subject) = ($1, $2) AND c.id IS DISTINCT FROM $3
        AND EXISTS (SELECT FROM consumptions s WHERE s.contract_id = c.id)
      ORDER BY c.id`,
    [name.context, name.subject, except ?? null],
  );
  const found: DeclaredReaders[] = [];
  for (const { document, schemaVersion, consumptions } of rows) {
    const contract = JSON.parse(document) as Contract;
    if (PROMISES_NOTHING.has(contract.status)) continue;
    const old = await versions.numbered(sql, name, schemaVersion);
    if (old) found.push({ contract, consumptions, old });
  }
  return found;
}

/** @returns `undefined` where the schema they know cannot be drawn */
export async function withTree(
  sql: Sql,
  readers: DeclaredReaders,
): Promise<ReadersOfTree | undefined> {
  const [source] = await schemaSources(sql, [readers.old.schema]);
  const tree = source && treeOf(withMessages(readers.contract, source));
  return tree && { ...readers, tree };
}

/** Whom of them the new schema breaks; of a report only what it says of the version they read counts. */
export function hurtReaders(
  { consumptions, old, tree }: ReadersOfTree,
  changed: SchemaSource,
  { comparisons }: CompatibilityReport,
): readonly MeaningFinding[] {
  const after = treeOf(changed);
  if (!after) return [];
  const forward = comparisons.find(
    ({ direction, oldVersion }) => direction === 'forward' && oldVersion === old.version,
  ) ?? { findings: [] };
  return brokenNeeds({
    ...{ type: changed.type, old: tree, new: after, forward, consumptions, today: today() },
  });
}

/** Whom the contract leaves without the event, where it goes out of force. */
export async function readersLeft(
  sql: Sql,
  current: StoredContract | undefined,
  contract: Contract,
): Promise<readonly MeaningFinding[]> {
  if (!PROMISES_NOTHING.has(contract.status)) return [];
  const declared = await declaredReaders(sql, current);
  if (!declared) return [];
  const { contract: old, consumptions } = declared;
  return leftReaders({ old, new: contract, consumptions, today: today() });
}

const today = (): string => new Date().toISOString().slice(0, 10);

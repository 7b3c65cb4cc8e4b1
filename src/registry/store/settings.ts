import type { CompatibilityMode, Undeclared } from '#contract';
import type { Metadata, RuleSet } from '../schema-identity.js';
import type { SubjectName } from '../subject-name.js';
import { rowsOf, type Sql } from './sql.js';

/** What `PUT /config` takes and keeps. */
export interface CompatibilitySettings {
  readonly compatibility?: CompatibilityMode;
  readonly alias?: string;
  readonly normalize?: boolean;
  readonly compatibilityPolicy?: 'STRICT' | 'LENIENT' | 'LOGICAL';
  readonly compatibilityGroup?: string;
  readonly defaultMetadata?: Metadata;
  readonly overrideMetadata?: Metadata;
  readonly defaultRuleSet?: RuleSet;
  readonly overrideRuleSet?: RuleSet;
}

export type SubjectMode = 'READWRITE' | 'READONLY' | 'READONLY_OVERRIDE' | 'IMPORT' | 'FORWARD';

/** Own settings of a scope and of those around it, nearest first. */
export interface ScopedSettings {
  readonly configs: readonly { readonly scope: Scope; readonly settings: CompatibilitySettings }[];
  readonly modes: readonly { readonly scope: Scope; readonly mode: SubjectMode }[];
  /** The contract in force for the subject, if any. */
  readonly contract?: { readonly mode: CompatibilityMode; readonly undeclared: Undeclared };
}

export type Scope = 'subject' | 'context' | 'global';

const scopeOf = ({ context, subject }: SubjectName): Scope =>
  subject !== '' ? 'subject' : context !== '' ? 'context' : 'global';
const AROUND = `(context = $1 AND subject IN ($2, '')) OR (context = '' AND subject = '')`;
const NEAREST_FIRST = `ORDER BY context <> '' DESC, subject <> '' DESC`;

export const settings = {
  async around(sql: Sql, { context, subject }: SubjectName): Promise<ScopedSettings> {
    const rows = await rowsOf<SubjectName & { kind: string; value: string }>(
      sql,
      `SELECT * FROM (
         SELECT 'config' AS kind, context, subject, settings AS value FROM compatibility_configs WHERE ${AROUND}
         UNION ALL
         SELECT 'mode', context, subject, mode FROM subject_modes WHERE ${AROUND}
         UNION ALL
         (SELECT 'contract', $1, $2, v.document FROM contracts c
         JOIN contract_versions v ON (v.contract_id, v.version) = (c.id, c.last_version)
         WHERE $1 = '.' AND c.subject = $2 AND c.status IN ('active', 'deprecated', 'sunset')
          ORDER BY c.id LIMIT 1)
         ) AS around ${NEAREST_FIRST}`,
      [context, subject],
    );
    const contract = rows.find(({ kind }) => kind === 'contract');
    return {
      configs: rows
        .filter(({ kind }) => kind === 'config')
        .map((row) => ({
          scope: scopeOf(row),
          settings: JSON.parse(row.value) as CompatibilitySettings,
        })),
      modes: rows
        .filter(({ kind }) => kind === 'mode')
        .map((row) => ({ scope: scopeOf(row), mode: row.value as SubjectMode })),
      ...(contract ? { contract: promiseOf(contract.value) } : {}),
    };
  },

  async putConfig(
    sql: Sql,
    { context, subject }: SubjectName,
    config: CompatibilitySettings,
  ): Promise<void> {
    await sql.query(
      `INSERT INTO compatibility_configs (context, subject, settings) VALUES ($1, $2, $3)
       ON CONFLICT (context, subject) DO UPDATE SET settings = EXCLUDED.settings`,
      [context, subject, JSON.stringify(config)],
    );
  },

  async deleteConfig(
    sql: Sql,
    { context, subject }: SubjectName,
  ): Promise<CompatibilitySettings | undefined> {
    const rows = await rowsOf<{ settings: string }>(
      sql,
      'DELETE FROM compatibility_configs WHERE (context, subject) = ($1, $2) RETURNING settings',
      [context, subject],
    );
    return rows[0] && (JSON.parse(rows[0].settings) as CompatibilitySettings);
  },

  async putMode(sql: Sql, { context, subject }: SubjectName, mode: SubjectMode): Promise<void> {
    await sql.query(
      `INSERT INTO subject_modes (context, subject, mode) VALUES ($1, $2, $3)
       ON CONFLICT (context, subject) DO UPDATE SET mode = EXCLUDED.mode`,
      [context, subject, mode],
    );
  },

  async deleteMode(sql: Sql, { context, subject }: SubjectName): Promise<SubjectMode | undefined> {
    const rows = await rowsOf<{ mode: SubjectMode }>(
      sql,
      'DELETE FROM subject_modes WHERE (context, subject) = ($1, $2) RETURNING mode',
      [context, subject],
    );
    return rows[0]?.mode;
  },
};

function promiseOf(document: string): { mode: CompatibilityMode; undeclared: Undeclared } {
  const { compatibility, undeclared } = JSON.parse(document) as {
    compatibility: { mode: CompatibilityMode };
    undeclared: Undeclared;
  };
  return { mode: compatibility.mode, undeclared };
}

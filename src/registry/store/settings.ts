import { groupPropertyOf, type LookBack, lookBackOf } from '#compat';
import {
  type CompatibilityMode,
  type Contract,
  keywordReadingOf,
  type Undeclared,
} from '#contract';
import type { KeywordReading } from '#schema';
import type { Metadata, RuleSet } from '../schema-identity.js';
import { EVERY_CONTEXT, parseSubject, type SubjectName } from '../subject-name.js';
import { rowsOf, type Sql } from './sql.js';
import { together } from './together.js';

/** What `PUT /config` takes and keeps. */
export interface CompatibilitySettings {
  readonly compatibility?: CompatibilityMode;
  /** The subject that requests about this one are about. */
  readonly alias?: string;
  /** The same for keys that encrypt under this subject's name. */
  readonly aliasForDeks?: string;
  readonly normalize?: boolean;
  /** Names that begin with `$$` are refused. */
  readonly validateFields?: boolean;
  /** Kept and answered; new schemas are always validated. */
  readonly validateNewSchemas?: boolean;
  /** Rules must name their kind, mode and type, and say what they do. */
  readonly validateRules?: boolean;
  readonly compatibilityPolicy?: 'STRICT' | 'LENIENT' | 'LOGICAL';
  readonly compatibilityGroup?: string;
  readonly defaultMetadata?: Metadata;
  readonly overrideMetadata?: Metadata;
  readonly defaultRuleSet?: RuleSet;
  readonly overrideRuleSet?: RuleSet;
}

export type SubjectMode = 'READWRITE' | 'READONLY' | 'READONLY_OVERRIDE' | 'IMPORT' | 'FORWARD';

/** Own settings of a scope and of those around it, nearest first. */
/** What the contract of a subject says about its changes. */
export interface PromisedTerms {
  readonly mode: CompatibilityMode;
  readonly undeclared: Undeclared;
  readonly lookBack: Omit<LookBack, 'nowMs'>;
  readonly reading?: KeywordReading;
  /** The metadata property that says which versions are compared; absent where none has a group. */
  readonly group?: string | undefined;
}

export interface ScopedSettings {
  readonly configs: readonly { readonly scope: Scope; readonly settings: CompatibilitySettings }[];
  readonly modes: readonly { readonly scope: Scope; readonly mode: SubjectMode }[];
  /** The contract in force for the subject, if any. */
  readonly contract?: PromisedTerms;
  /** Whether anybody declared to read a contract of the subject. */
  readonly isRead?: boolean;
}

export type Scope = 'subject' | 'context' | 'every-context' | 'global';

export function scopeOf({ context, subject }: SubjectName): Scope {
  if (subject !== '') return 'subject';
  if (context === EVERY_CONTEXT.context) return 'every-context';
  return context === '' ? 'global' : 'context';
}
const EVERYWHERE = `'${EVERY_CONTEXT.context}'`;

/** A scope and those around it, nearest first, each once. */
function scopesAround(name: SubjectName): readonly string[] {
  const { context } = name;
  const scopes = [name, { context, subject: '' }, EVERY_CONTEXT, { context: '', subject: '' }];
  return [...new Set(scopes.map(keyOf))];
}
const keyOf = ({ context, subject }: SubjectName) => `${context}:${subject}`;

interface SettingRow extends SubjectName {
  readonly kind: 'config' | 'mode' | 'contract' | 'readers';
  readonly value: string;
}

/** Each row once, however many subjects it is around. */
async function aroundEach(
  sql: Sql,
  names: readonly SubjectName[],
): Promise<readonly ScopedSettings[]> {
  const scopes = names.flatMap((name) => [name, { context: name.context, subject: '' }]);
  const all = [...scopes, EVERY_CONTEXT, { context: '', subject: '' }];
  const distinct = [...new Map(all.map((each) => [keyOf(each), each])).values()];
  const rows = await rowsOf<SettingRow>(
    sql,
    `WITH scopes AS MATERIALIZED (SELECT * FROM unnest($1::text[], $2::text[]) AS t (context, subject))
     SELECT 'config' AS kind, c.context, c.subject, c.settings AS value
     FROM scopes t JOIN compatibility_configs c ON (c.context, c.subject) = (t.context, t.subject)
     UNION ALL
     SELECT 'mode', m.context, m.subject, m.mode
     FROM scopes t JOIN subject_modes m ON (m.context, m.subject) = (t.context, t.subject)
     UNION ALL
     SELECT 'readers', '.', c.subject, s.consumer
     FROM scopes t JOIN contracts c ON c.subject = t.subject
     JOIN consumptions s ON s.contract_id = c.id WHERE t.context = '.' AND t.subject <> ''
     UNION ALL
     (SELECT DISTINCT ON (c.subject) 'contract', '.', c.subject, v.document
      FROM scopes t JOIN contracts c ON c.subject = t.subject
      JOIN contract_versions v ON (v.contract_id, v.version) = (c.id, c.last_version)
      WHERE t.context = '.' AND t.subject <> '' AND c.status IN ('active', 'deprecated', 'sunset')
      ORDER BY c.subject, c.id)`,
    [distinct.map(({ context }) => context), distinct.map(({ subject }) => subject)],
  );
  const found = new Map(rows.map((row) => [`${row.kind} ${keyOf(row)}`, row]));
  return names.map((name) => settingsAmong(found, name));
}

function settingsAmong(found: ReadonlyMap<string, SettingRow>, name: SubjectName): ScopedSettings {
  const around = (kind: SettingRow['kind']) =>
    scopesAround(name).flatMap((scope) => found.get(`${kind} ${scope}`) ?? []);
  const contract = found.get(`contract ${keyOf(name)}`);
  return {
    configs: around('config').map((row) => ({
      scope: scopeOf(row),
      settings: JSON.parse(row.value) as CompatibilitySettings,
    })),
    modes: around('mode').map((row) => ({ scope: scopeOf(row), mode: row.value as SubjectMode })),
    ...(contract ? { contract: promiseOf(contract.value) } : {}),
    ...(found.has(`readers ${keyOf(name)}`) ? { isRead: true } : {}),
  };
}

export const settings = {
  /** Asked for by many at once, it is one statement. */
  around: together(aroundEach),

  /** The subject this one stands for, if it is an alias. */
  async aliasOf(sql: Sql, name: SubjectName): Promise<SubjectName | undefined> {
    const rows = await rowsOf<{ settings: string }>(
      sql,
      `SELECT settings FROM compatibility_configs
       WHERE (context, subject) = ($1, $2) AND strpos(settings, '"alias":') > 0`,
      [name.context, name.subject],
    );
    return rows[0] && aliasIn(name, JSON.parse(rows[0].settings) as CompatibilitySettings);
  },

  /** Every subject that stands for another. */
  async aliases(sql: Sql): Promise<readonly { alias: SubjectName; of: SubjectName }[]> {
    const rows = await rowsOf<SubjectName & { settings: string }>(
      sql,
      `SELECT context, subject, settings FROM compatibility_configs
       WHERE subject <> '' AND strpos(settings, '"alias":') > 0
       ORDER BY context COLLATE "C", subject COLLATE "C"`,
    );
    return rows.flatMap(({ context, subject, settings: text }) => {
      const alias = { context, subject };
      const of = aliasIn(alias, JSON.parse(text) as CompatibilitySettings);
      return of ? [{ alias, of }] : [];
    });
  },

  /** What is set around the subject a name stands for: itself, or, for an alias, the other. */
  async behind(
    sql: Sql,
    asked: SubjectName,
  ): Promise<{ readonly name: SubjectName; readonly around: ScopedSettings }> {
    const around = await settings.around(sql, asked);
    const own = around.configs.find(({ scope }) => scope === 'subject')?.settings;
    const name = own && aliasIn(asked, own);
    return name ? { name, around: await settings.around(sql, name) } : { name: asked, around };
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

  /** Modes of all subjects in a context, or anywhere. */
  async deleteModesBelow(sql: Sql, { context }: SubjectName): Promise<void> {
    await sql.query(
      `DELETE FROM subject_modes WHERE subject <> '' AND ($1 IN ('', ${EVERYWHERE}) OR context = $1)`,
      [context],
    );
  },

  /** Everything that is set for a context as a whole. */
  async forgetContext(sql: Sql, context: string): Promise<void> {
    await sql.query('DELETE FROM compatibility_configs WHERE context = $1', [context]);
    await sql.query('DELETE FROM subject_modes WHERE context = $1', [context]);
  },
};

/** A bare alias is meant in the context of the subject that bears it. */
export const aliasIn = (
  name: SubjectName,
  { alias }: CompatibilitySettings,
): SubjectName | undefined =>
  alias === undefined || alias === '' ? undefined : parseSubject(alias, name.context);

function promiseOf(document: string): PromisedTerms {
  const contract = JSON.parse(document) as Pick<
    Contract,
    'compatibility' | 'undeclared' | 'channel'
  >;
  const { compatibility, undeclared } = contract;
  const { mode } = compatibility;
  const [lookBack, group] = [lookBackOf(contract), groupPropertyOf(contract)];
  return { mode, undeclared, lookBack, group, reading: keywordReadingOf(contract) };
}

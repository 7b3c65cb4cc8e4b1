import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeed } from '#audit';
import { problem } from '#kernel';
import { subjectNotFound } from './subject-not-found.js';
import { registryProblems } from './problems.js';
import { REGISTRY_SETTINGS, type RegistrySettings } from './registry-settings.js';
import {
  type CompatibilitySettings,
  type ScopedSettings,
  scopeOf as kindOf,
  settings,
  type SubjectMode,
} from './store/settings.js';
import { transact } from './store/sql.js';
import { subjects } from './store/subjects.js';
import { versions } from './store/versions.js';
import { parseSubject, printSubject, type SubjectName } from './subject-name.js';
import { modeIn } from './terms.js';

/** Compatibility and mode of a subject, a context or everything. */
@Injectable()
export class Configure {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(REGISTRY_SETTINGS) private readonly byDefault: RegistrySettings,
  ) {}

  /** @param isInForce also what wider scopes say, where this one says nothing */
  async config(scope: SubjectName, isInForce: boolean): Promise<CompatibilitySettings> {
    const around = await settings.around(this.dataSource, scope);
    const own = around.configs.find((each) => each.scope === kindOf(scope))?.settings;
    if (own) return { ...this.inForce(around, isInForce), ...own };
    if (isInForce || kindOf(scope) === 'global') return this.inForce(around, true);
    throw problem(registryProblems.SUBJECT_COMPATIBILITY_UNSET, { subject: printSubject(scope) });
  }

  private inForce({ configs }: ScopedSettings, isWanted: boolean): CompatibilitySettings {
    if (!isWanted) return {};
    const outermostFirst = [...configs].reverse().map((each) => each.settings);
    return Object.assign(
      { compatibility: this.byDefault.compatibilityMode },
      ...outermostFirst,
    ) as CompatibilitySettings;
  }

  /** What is not named stays; `null` takes a setting back. */
  async changeConfig(
    scope: SubjectName,
    change: Readonly<Record<string, unknown>>,
    by: string,
  ): Promise<void> {
    await transact(this.dataSource, async (tx) => {
      await subjects.lock(tx, scope);
      const around = await settings.around(tx, scope);
      const own = around.configs.find((each) => each.scope === kindOf(scope))?.settings;
      const merged = Object.entries({ ...own, ...change }).filter(([, value]) => value !== null);
      checkAlias(scope, change['alias']);
      await settings.putConfig(tx, scope, Object.fromEntries(merged));
      const deed = { actor: by, action: 'config.changed', target: inWords(scope) } as const;
      await recordDeed(tx, { ...deed, details: { change, before: own ?? {} } });
    });
  }

  deleteConfig(scope: SubjectName, by: string): Promise<CompatibilitySettings> {
    return transact(this.dataSource, async (tx) => {
      const deleted = await settings.deleteConfig(tx, scope);
      if (deleted) {
        const deed = { actor: by, action: 'config.deleted', target: inWords(scope) } as const;
        await recordDeed(tx, { ...deed, details: { before: deleted } });
        return deleted;
      }
      if (kindOf(scope) === 'global') return { compatibility: this.byDefault.compatibilityMode };
      throw subjectNotFound(scope);
    });
  }

  async mode(scope: SubjectName, isInForce: boolean): Promise<SubjectMode> {
    const around = await settings.around(this.dataSource, scope);
    const own = around.modes.find((each) => each.scope === kindOf(scope))?.mode;
    if (isInForce || kindOf(scope) === 'global') return modeIn(around);
    if (own) return own;
    throw problem(registryProblems.SUBJECT_MODE_UNSET, { subject: printSubject(scope) });
  }

  /** Ids may only be given by the caller where there are none yet. */
  async changeMode(
    scope: SubjectName,
    { mode, isForced }: { readonly mode: SubjectMode; readonly isForced: boolean },
    by: string,
  ): Promise<void> {
    await transact(this.dataSource, async (tx) => {
      await subjects.lock(tx, scope);
      const before = modeIn(await settings.around(tx, scope));
      const isImporting = before === 'IMPORT';
      const needsEmpty = mode === 'IMPORT' && !isImporting && !isForced;
      if (needsEmpty && (await versions.isAnyLive(tx, scope))) {
        const why = 'Cannot import since found existing subjects';
        throw problem(registryProblems.OPERATION_NOT_PERMITTED, { why });
      }
      await settings.putMode(tx, scope, mode);
      const deed = { actor: by, action: 'mode.changed', target: inWords(scope) } as const;
      await recordDeed(tx, { ...deed, details: { mode, before, isForced } });
    });
  }

  /** @param isRecursive the modes of every subject in that context go too */
  deleteMode(scope: SubjectName, isRecursive: boolean, by: string): Promise<SubjectMode> {
    return transact(this.dataSource, async (tx) => {
      const deleted = await settings.deleteMode(tx, scope);
      if (isRecursive && scope.subject === '') await settings.deleteModesBelow(tx, scope);
      if (deleted || isRecursive) {
        const deed = { actor: by, action: 'mode.deleted', target: inWords(scope) } as const;
        await recordDeed(tx, { ...deed, details: { before: deleted, isRecursive } });
      }
      if (deleted) return deleted;
      if (isRecursive || kindOf(scope) === 'global') return 'READWRITE';
      throw subjectNotFound(scope);
    });
  }
}

/** As the audit tells it; the default context has no name of its own. */
const inWords = (scope: SubjectName): string =>
  scope.context === '' ? 'everything' : printSubject(scope) || ':.:';

/** It names a subject, and only a subject can bear it. */
function checkAlias(scope: SubjectName, alias: unknown): void {
  if (typeof alias !== 'string' || alias === '') return;
  if (kindOf(scope) !== 'subject')
    throw problem(registryProblems.REQUEST_INVALID, {
      where: 'alias',
      expected: 'left out here: only a subject can stand for another',
    });
  parseSubject(alias, scope.context);
}

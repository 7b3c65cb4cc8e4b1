import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeed } from '#audit';
import { problem } from '#kernel';
import { associations } from './associations/associations.js';
import { subjectNotFound } from './subject-not-found.js';
import { registryProblems } from './problems.js';
import { IndexSearch } from './search/index-search.js';
import { KnownSchemas } from './known-schemas.js';
import { contracts } from './store/contracts.js';
import { references } from './store/references.js';
import { schemas } from './store/schemas.js';
import { modeIn } from './terms.js';
import { settings } from './store/settings.js';
import { type Sql, transact } from './store/sql.js';
import { subjects } from './store/subjects.js';
import { versions } from './store/versions.js';
import { printSubject, type SubjectName } from './subject-name.js';
import type { VersionWanted } from './version-wanted.js';

interface Standing {
  readonly version: number;
  readonly schemaId: number;
  readonly isDeleted: boolean;
}

/**
 * Soft first: hidden from listings and look-ups, while ids go on answering, because events written
 * with them are still about. Hard second: the content goes, its id stays taken.
 */
@Injectable()
export class DeleteVersions {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly search: IndexSearch,
    private readonly known: KnownSchemas,
  ) {}

  /** @returns the version numbers that went */
  subject(name: SubjectName, isPermanent: boolean, by: string): Promise<readonly number[]> {
    return this.forgetting(isPermanent ? name : undefined, async (tx) => {
      const all = await lockedVersions(tx, name);
      const gone = isPermanent ? all : all.filter(({ isDeleted }) => !isDeleted);
      const args = { subject: printSubject(name) };
      if (gone.length === 0) throw problem(registryProblems.SUBJECT_SOFT_DELETED, args);
      if (isPermanent && gone.some(({ isDeleted }) => !isDeleted))
        throw problem(registryProblems.SUBJECT_NOT_SOFT_DELETED, args);
      await this.remove(tx, name, gone, isPermanent);
      if (isPermanent) await forgetSettings(tx, name);
      await record(tx, { name, gone, isPermanent, by });
      return gone.map(({ version }) => version);
    });
  }

  /** After a hard delete nobody here is answered from memory; other registries hear of it. */
  private async forgetting<T>(
    name: SubjectName | undefined,
    work: (tx: Sql) => Promise<T>,
  ): Promise<T> {
    const done = await transact(this.dataSource, work);
    if (name) this.known.forget(name.context);
    return done;
  }

  version(
    { name, version: wanted }: { readonly name: SubjectName; readonly version: VersionWanted },
    isPermanent: boolean,
    by: string,
  ): Promise<number> {
    return this.forgetting(isPermanent ? name : undefined, async (tx) => {
      const all = await lockedVersions(tx, name);
      const live = all.filter(({ isDeleted }) => !isDeleted);
      const one = wanted === 'latest' ? live.at(-1) : all.find(({ version }) => version === wanted);
      if (!one) throw problem(registryProblems.VERSION_NOT_FOUND, { version: String(wanted) });
      const args = { subject: printSubject(name), version: one.version };
      if (isPermanent && !one.isDeleted)
        throw problem(registryProblems.VERSION_NOT_SOFT_DELETED, args);
      if (!isPermanent && one.isDeleted) throw problem(registryProblems.VERSION_SOFT_DELETED, args);
      await this.remove(tx, name, [one], isPermanent);
      if (isPermanent && all.length === 1) await forgetSettings(tx, name);
      await record(tx, { name, gone: [one], isPermanent, by });
      return one.version;
    });
  }

  private async remove(
    tx: Sql,
    name: SubjectName,
    gone: readonly Standing[],
    isPermanent: boolean,
  ): Promise<void> {
    const numbers = gone.map(({ version }) => version);
    await checkUnused(tx, name, numbers, isPermanent);
    if (!isPermanent) {
      await versions.markDeleted(tx, name, numbers);
      return this.search.deleted(tx, name, []);
    }
    await versions.remove(tx, name, numbers);
    const ids = [...new Set(gone.map(({ schemaId }) => schemaId))];
    await schemas.forgetUnused(tx, name.context, ids);
    await this.search.deleted(tx, name, ids);
  }
}

interface Deletion {
  readonly name: SubjectName;
  readonly gone: readonly Standing[];
  readonly isPermanent: boolean;
  readonly by: string;
}

function record(tx: Sql, { name, gone, isPermanent, by }: Deletion): Promise<void> {
  const versionsGone = gone.map(({ version, schemaId }) => ({ version, schemaId }));
  const deed = { actor: by, action: 'versions.deleted', target: printSubject(name) } as const;
  return recordDeed(tx, { ...deed, details: { versions: versionsGone, isPermanent } });
}

/** With its last version a subject loses what was set for it. */
async function forgetSettings(tx: Sql, name: SubjectName): Promise<void> {
  await settings.deleteConfig(tx, name);
  await settings.deleteMode(tx, name);
  await associations.removeOf(tx, name);
}

async function lockedVersions(tx: Sql, name: SubjectName): Promise<readonly Standing[]> {
  await subjects.lock(tx, name);
  const all = await versions.lockAll(tx, name);
  if (all.length === 0) throw subjectNotFound(name);
  if (modeIn(await settings.around(tx, name)).startsWith('READONLY')) {
    const why = `Subject ${name.subject} in context ${name.context} is in read-only mode`;
    throw problem(registryProblems.OPERATION_NOT_PERMITTED, { why });
  }
  return all;
}

async function checkUnused(
  tx: Sql,
  name: SubjectName,
  numbers: readonly number[],
  isPermanent: boolean,
): Promise<void> {
  const subject = printSubject(name);
  const shows = isPermanent ? 'all' : 'live';
  const referredTo = await references.firstReferredTo(tx, name, numbers, shows);
  if (referredTo !== undefined)
    throw problem(registryProblems.REFERENCE_EXISTS, { subject, version: referredTo });
  const promised = await contracts.promising(tx, name, numbers, isPermanent);
  if (promised) throw problem(registryProblems.VERSION_IN_CONTRACT, { subject, ...promised });
}

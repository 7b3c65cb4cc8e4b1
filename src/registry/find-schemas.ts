import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { problem } from '#kernel';
import { registryProblems } from './problems.js';
import { references } from './store/references.js';
import { schemas } from './store/schemas.js';
import type { StoredSchema, StoredVersion } from './store/stored-version.js';
import { type Page, type Shown, type SubjectFilter, subjects } from './store/subjects.js';
import { versions } from './store/versions.js';
import { printSubject, type SubjectName } from './subject-name.js';
import { VERSION_MAX, type VersionWanted } from './version-wanted.js';

/** Schemas by subject and version, by id and by guid: the reading half of the registry. */
@Injectable()
export class FindSchemas {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async subjects(filter: SubjectFilter, page: Page): Promise<readonly string[]> {
    return (await subjects.list(this.dataSource, filter, page)).map(printSubject);
  }

  /** @throws SUBJECT_NOT_FOUND when none is shown */
  async versionNumbers(
    name: SubjectName,
    shows: Shown,
    page: Page,
  ): Promise<readonly { version: number; isDeleted: boolean }[]> {
    const found = await versions.numbers(this.dataSource, name, shows, page);
    if (found.length === 0 && page.offset === 0) throw subjectNotFound(name);
    return found;
  }

  async version(name: SubjectName, wanted: VersionWanted, shows: Shown): Promise<StoredVersion> {
    const found =
      wanted === 'latest'
        ? await versions.latest(this.dataSource, name, shows)
        : await versions.numbered(this.dataSource, name, wanted);
    if (found && (shows === 'all' || !found.isDeleted)) return found;
    if (!(await versions.latest(this.dataSource, name, shows))) throw subjectNotFound(name);
    throw problem(registryProblems.VERSION_NOT_FOUND, { version: String(wanted) });
  }

  listed(
    filter: SubjectFilter,
    isLatestOnly: boolean,
    page: Page,
  ): Promise<readonly StoredVersion[]> {
    return versions.list(this.dataSource, filter, isLatestOnly, page);
  }

  async byId(context: string, id: string): Promise<StoredSchema> {
    const isNumber = /^\d{1,10}$/.test(id) && Number(id) <= VERSION_MAX;
    const found = isNumber && (await schemas.byId(this.dataSource, context, Number(id)));
    if (!found) throw problem(registryProblems.SCHEMA_NOT_FOUND, { id });
    return found;
  }

  greatestId(context: string): Promise<number> {
    return schemas.greatestId(this.dataSource, context);
  }

  async usages(
    context: string,
    id: string,
    shows: Shown,
    page: Page,
  ): Promise<readonly { subject: string; version: number }[]> {
    const found = await schemas.usages(this.dataSource, await this.byId(context, id), shows, page);
    return found.map((each) => ({ subject: printSubject(each), version: each.version }));
  }

  /** One content may have an id in several contexts. */
  async byGuid(guid: string): Promise<readonly [StoredSchema, ...StoredSchema[]]> {
    const isGuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(guid);
    const [first, ...rest] = isGuid ? await schemas.byGuid(this.dataSource, guid) : [];
    if (!first) throw problem(registryProblems.SCHEMA_NOT_FOUND, { id: guid });
    return [first, ...rest];
  }

  async referringIds(
    name: SubjectName,
    wanted: VersionWanted,
    shows: Shown,
    page: Page,
  ): Promise<readonly number[]> {
    const { version } = await this.version(name, wanted, 'all');
    return references.referringIds(this.dataSource, { ...name, version }, shows, page);
  }
}

export const subjectNotFound = (name: SubjectName) =>
  problem(registryProblems.SUBJECT_NOT_FOUND, { subject: printSubject(name) });

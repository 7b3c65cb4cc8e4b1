import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { problem } from '#kernel';
import { KnownSchemas } from './known-schemas.js';
import { registryProblems } from './problems.js';
import { references } from './store/references.js';
import { inAnyContext } from './in-any-context.js';
import { schemas } from './store/schemas.js';
import { settings } from './store/settings.js';
import type { StoredSchema, StoredVersion } from './store/stored-version.js';
import { type Page, type Shown, type SubjectFilter, subjects } from './store/subjects.js';
import { type AssociatedWith, versions } from './store/versions.js';
import { subjectNotFound } from './subject-not-found.js';
import { printSubject, type SubjectName } from './subject-name.js';
import { VERSION_MAX, type VersionWanted } from './version-wanted.js';

export interface ListingFilter extends SubjectFilter {
  readonly isLatestOnly: boolean;
  /** Only versions with a rule of one of these types; none means any version. */
  readonly ruleTypes: readonly string[];
  /** Also subjects that are asked for by an alias, and with each the aliases it has. */
  readonly withAliases: boolean;
  /** Only of subjects that are associated in such a way; absent means any subject. */
  readonly associated: AssociatedWith | undefined;
}

export interface ListedVersion {
  readonly stored: StoredVersion;
  readonly aliases: readonly string[] | undefined;
}

/** Schemas by subject and version, by id and by guid: the reading half of the registry. */
@Injectable()
export class FindSchemas {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly known: KnownSchemas,
  ) {}

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

  /** A bare name the default context does not know may be known to another, as in the dialect. */
  async versionAnywhere(
    name: SubjectName,
    wanted: VersionWanted,
    shows: Shown,
  ): Promise<StoredVersion> {
    return inAnyContext(this.dataSource, name, (each) => this.version(each, wanted, shows));
  }

  /** The newest version whose metadata have all these properties. */
  withProperties(
    name: SubjectName,
    properties: readonly (readonly [string, string])[],
    shows: Shown,
  ): Promise<StoredVersion> {
    return inAnyContext(this.dataSource, name, async (each) => {
      const told = await versions.withMetadata(this.dataSource, each, shows);
      const newest = told.find(({ metadata }) =>
        properties.every(([key, value]) => metadata.properties?.[key] === value),
      );
      if (newest) return this.version(each, newest.version, shows);
      if (!(await versions.latest(this.dataSource, each, shows))) throw subjectNotFound(each);
      throw problem(registryProblems.SCHEMA_NOT_FOUND, {});
    });
  }

  /** @throws SUBJECT_NOT_FOUND when it never had one */
  async history(name: SubjectName, page: Page): Promise<readonly StoredVersion[]> {
    const found = await versions.history(this.dataSource, name, page);
    if (found.length === 0 && page.offset === 0 && page.limit > 0) throw subjectNotFound(name);
    return found;
  }

  /** Versions in order, with the subjects that stand for theirs where those are asked for. */
  async listed(filter: ListingFilter, page: Page): Promise<readonly ListedVersion[]> {
    const aliases = filter.withAliases ? await settings.aliases(this.dataSource) : [];
    const named = aliases.filter(
      ({ alias }) =>
        (filter.context === undefined || alias.context === filter.context) &&
        alias.subject.startsWith(filter.prefix),
    );
    const also = named.map(({ of }) => of);
    const found = await versions.list(this.dataSource, { ...filter, also }, page);
    const printed = new Map<string, string[]>();
    for (const { alias, of } of aliases)
      printed.set(printSubject(of), [
        ...(printed.get(printSubject(of)) ?? []),
        printSubject(alias),
      ]);
    return found.map((stored) => ({ stored, aliases: printed.get(printSubject(stored.name)) }));
  }

  async byId(context: string, id: string): Promise<StoredSchema> {
    const isNumber = /^\d{1,10}$/.test(id) && Number(id) <= VERSION_MAX;
    const found = isNumber && (await this.known.find(context, Number(id)));
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
    const found = await this.versionAnywhere(name, wanted, 'all');
    const target = { ...found.name, version: found.version };
    return references.referringIds(this.dataSource, target, shows, page);
  }
}

import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { problem } from '#kernel';
import { subjectNotFound } from './subject-not-found.js';
import { registryProblems } from './problems.js';
import { lookUp } from './admit-schema.js';
import { inAnyContext } from './in-any-context.js';
import { isLasting } from './is-lasting.js';
import type { SchemaDraft } from './schema-draft.js';
import { type ScopedSettings, settings } from './store/settings.js';
import type { StoredVersion } from './store/stored-version.js';
import type { Shown } from './store/subjects.js';
import { versions } from './store/versions.js';
import type { SubjectName } from './subject-name.js';
import { nearest } from './terms.js';
import { UnderstandSchema } from './understand-schema.js';

export interface FoundSchema {
  readonly stored: StoredVersion;
  /** The same request has the same answer until `changes` counts something. */
  readonly isLasting: boolean;
}

/** Under which version a subject has exactly this schema. */
@Injectable()
export class LookUpSchema {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly understand: UnderstandSchema,
  ) {}

  async run(
    name: SubjectName,
    draft: SchemaDraft & { normalize: boolean },
    shows: Shown,
  ): Promise<FoundSchema> {
    const sql = this.dataSource;
    const behind = await settings.behind(sql, name);
    return inAnyContext(sql, behind.name, async (each) => {
      const isFirst = each === behind.name;
      const around = isFirst ? behind.around : await settings.around(sql, each);
      const found = await this.within(each, { draft, shows, around });
      return { ...found, isLasting: found.isLasting && isFirst };
    });
  }

  private async within(
    name: SubjectName,
    asked: { draft: SchemaDraft & { normalize: boolean }; shows: Shown; around: ScopedSettings },
  ): Promise<FoundSchema> {
    const sql = this.dataSource;
    const { draft, shows, around } = asked;
    if (!(await versions.latest(sql, name, shows))) throw subjectNotFound(name);
    const normalize = draft.normalize || (nearest(around, 'normalize') ?? false);
    const { content } = await this.understand.run(sql, name, { ...draft, normalize });
    const found = await lookUp(sql, name, content, { around, shows });
    if (!found) throw problem(registryProblems.SCHEMA_NOT_FOUND, {});
    // Among deleted ones the newest is told, which a later version may be.
    const lasts = shows === 'live' && isLasting(draft, content, { found, around });
    return { stored: found, isLasting: lasts };
  }
}

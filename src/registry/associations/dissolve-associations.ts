import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeeds } from '#audit';
import { problem } from '#kernel';
import { DeleteVersions } from '../delete-versions.js';
import { transact } from '../store/sql.js';
import { versions } from '../store/versions.js';
import type { Association, Resource } from './association.js';
import { associations } from './associations.js';
import { deedOf } from './deed-of.js';
import { frozen } from './plan-association.js';
import { associationProblems } from './problems.js';

export interface AskedDissolution {
  readonly resource: Pick<Resource, 'id' | 'type'>;
  /** None means every type. */
  readonly types: readonly string[];
  /** The resource is gone: what belonged to it goes with it. */
  readonly isCascading: boolean;
  readonly isDryRun: boolean;
  readonly by: string;
}

/** Ends associations; with a cascade the subjects that belonged to the resource go for good. */
@Injectable()
export class DissolveAssociations {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly deleteVersions: DeleteVersions,
  ) {}

  async run({ resource, types, isCascading, isDryRun, by }: AskedDissolution): Promise<void> {
    const gone = await associations.find(this.dataSource, { resource, types });
    if (gone.length === 0)
      throw problem(associationProblems.ASSOCIATION_NOT_FOUND, { resource: resource.id });
    const kept = gone.find(({ isFrozen }) => isFrozen);
    if (kept && !isCascading) throw frozen(kept);
    if (isDryRun) return;
    const owned = gone.filter(({ lifecycle }) => isCascading && lifecycle === 'STRONG');
    for (const association of owned) await this.removeSubject(association, by);
    await transact(this.dataSource, async (tx) => {
      await associations.remove(tx, gone);
      await recordDeeds(
        tx,
        gone.map((each) => deedOf('association.dissolved', each, by)),
      );
    });
  }

  /** First softly: where something still refers to it nothing is lost. */
  private async removeSubject({ subject: name }: Association, by: string): Promise<void> {
    const first = { offset: 0, limit: 1 };
    const isAny = (shows: 'live' | 'all') =>
      versions.numbers(this.dataSource, name, shows, first).then(({ length }) => length > 0);
    if (await isAny('live')) await this.deleteVersions.subject(name, false, by);
    if (await isAny('all')) await this.deleteVersions.subject(name, true, by);
  }
}

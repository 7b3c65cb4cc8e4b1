import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { recordDeed } from '#audit';
import { problem } from '#kernel';
import { registryProblems } from './problems.js';
import { contexts } from './store/contexts.js';
import { settings } from './store/settings.js';
import { transact } from './store/sql.js';
import { subjects } from './store/subjects.js';

/**
 * A context without versions is no longer listed and loses its settings. Its counter of ids stays,
 * so a context of the same name goes on where it stopped.
 */
@Injectable()
export class DeleteContext {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  run(context: string, by: string): Promise<void> {
    return transact(this.dataSource, async (tx) => {
      await contexts.lock(tx, context);
      const filter = { context, prefix: '', shows: 'all' } as const;
      const [one] = await subjects.list(tx, filter, { offset: 0, limit: 1 });
      if (one) throw problem(registryProblems.CONTEXT_NOT_EMPTY, { context });
      await settings.forgetContext(tx, context);
      await contexts.markDeleted(tx, context);
      await recordDeed(tx, { actor: by, action: 'context.deleted', target: context });
    });
  }
}

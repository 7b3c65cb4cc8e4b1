// A context can be deleted and come back; a bare name is looked for in every context.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DeleteContexts1795500000000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('ALTER TABLE contexts ADD COLUMN is_deleted boolean NOT NULL DEFAULT false');
    await run.query('CREATE INDEX subjects_by_name ON subjects (name)');
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP INDEX subjects_by_name');
    await run.query('ALTER TABLE contexts DROP COLUMN is_deleted');
  }
}

// A bare id is looked for in every context, and the primary key begins with the context.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexSchemasById1795500260000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('CREATE INDEX schemas_by_id ON schemas (id)');
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP INDEX schemas_by_id');
  }
}

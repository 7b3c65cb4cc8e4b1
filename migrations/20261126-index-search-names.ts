// Whoever types a whole name wants that one first, wherever it stands among what begins like it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexSearchNames1795700021000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('CREATE INDEX search_entries_by_name ON search_entries (lower(name))');
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP INDEX search_entries_by_name');
  }
}

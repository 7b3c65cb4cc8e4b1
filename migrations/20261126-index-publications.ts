// What was published last, and since a revision, is read by everybody who looks at the catalog.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexPublications1795700510000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('CREATE INDEX contract_versions_by_revision ON contract_versions (revision)');
    await run.query(`CREATE INDEX subjects_by_place ON subjects
      (((context || ' ' || name) COLLATE "C"))`);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP INDEX subjects_by_place');
    await run.query('DROP INDEX contract_versions_by_revision');
  }
}

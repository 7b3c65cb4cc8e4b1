// How far old counts are added up to hours and days.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ThinTallies1795800360000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE TABLE tally_thinning (
        unit          text PRIMARY KEY CHECK (unit IN ('hour', 'day')),
        thinned_until timestamptz NOT NULL
      )`);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE tally_thinning');
  }
}

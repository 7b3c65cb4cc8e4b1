// What a merge contract knows of an entity field by field, and a fate of its own for what was merged.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AdmitMerges1795700050000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('ALTER TABLE entities ADD COLUMN merged text');
    await run.query(`
      ALTER TABLE admitted_ids DROP CONSTRAINT admitted_ids_fate_check,
        ADD CONSTRAINT admitted_ids_fate_check
          CHECK (fate IN ('accepted', 'merged', 'superseded'))`);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`UPDATE admitted_ids SET fate = 'accepted' WHERE fate = 'merged'`);
    await run.query(`
      ALTER TABLE admitted_ids DROP CONSTRAINT admitted_ids_fate_check,
        ADD CONSTRAINT admitted_ids_fate_check CHECK (fate IN ('accepted', 'superseded'))`);
    await run.query('ALTER TABLE entities DROP COLUMN merged');
  }
}

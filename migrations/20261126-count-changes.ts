// What may change the answer to a registration that was made before is counted, where it commits.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** New versions are not counted: they leave what was known as it is. */
const WATCHED = [
  ['versions', 'UPDATE OR DELETE'],
  ['compatibility_configs', 'INSERT OR UPDATE OR DELETE'],
  ['subject_modes', 'INSERT OR UPDATE OR DELETE'],
] as const;

export class CountChanges1795700020000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`CREATE TABLE registry_changes (
      only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
      count bigint NOT NULL
    )`);
    await run.query('INSERT INTO registry_changes (count) VALUES (0)');
    // The row is kept until the commit: whoever reads a count has what is counted before it.
    await run.query(`CREATE FUNCTION count_registry_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE registry_changes SET count = count + 1;
        RETURN NULL;
      END $$`);
    for (const [table, events] of WATCHED)
      await run.query(`CREATE TRIGGER ${table}_changed AFTER ${events} ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION count_registry_change()`);
  }

  async down(run: QueryRunner): Promise<void> {
    for (const [table] of WATCHED) await run.query(`DROP TRIGGER ${table}_changed ON ${table}`);
    await run.query('DROP FUNCTION count_registry_change()');
    await run.query('DROP TABLE registry_changes');
  }
}

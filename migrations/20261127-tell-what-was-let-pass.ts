// Which checks an admitted event failed and was let pass all the same: the one thing about its
// verdict that its contract version does not tell.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TellWhatWasLetPass1795800020000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('ALTER TABLE admitted_ids ADD COLUMN let_pass text');
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('ALTER TABLE admitted_ids DROP COLUMN let_pass');
  }
}

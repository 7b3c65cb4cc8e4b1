// A refused event on its way once more: under which request it leaves, so that whoever finds its case open
// after a crash is told what became of it, instead of sending it twice.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class MarkSentCases1795834000000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE TABLE case_sendings (
        case_id      text COLLATE "C" PRIMARY KEY REFERENCES quarantine (id),
        request      uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
        is_under_way boolean NOT NULL
      )`);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE case_sendings');
  }
}

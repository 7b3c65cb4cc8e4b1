import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which event said what is known of an entity: whoever decides between two writes names both. */
export class NameLastWords1795840000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE entities ADD COLUMN event_id text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE entities DROP COLUMN event_id');
  }
}

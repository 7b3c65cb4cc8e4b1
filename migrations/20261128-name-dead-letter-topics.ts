// Which topic takes copies of what a contract refuses: no contract may promise the events of that one.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NameDeadLetterTopics1795831200000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query('ALTER TABLE contracts ADD COLUMN dead_letter_topic text');
    await run.query(
      `CREATE INDEX contracts_dead_letter_topic ON contracts (dead_letter_topic)
        WHERE dead_letter_topic IS NOT NULL`,
    );
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('ALTER TABLE contracts DROP COLUMN dead_letter_topic');
  }
}

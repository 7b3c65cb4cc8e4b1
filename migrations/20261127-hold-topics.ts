// A legal hold: nothing of a topic is thrown away until whoever answers for it says so.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Several may stand on one topic. A lifted one stays, so that it is known who kept what, when and why. */
const HOLDS = `
  CREATE TABLE topic_holds (
    id          text COLLATE "C" PRIMARY KEY,
    topic       text COLLATE "C" NOT NULL,
    reason      text NOT NULL,
    placed_by   text NOT NULL,
    placed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    lifted_by   text,
    lifted_at   timestamptz,
    lift_reason text,
    CHECK (num_nonnulls(lifted_by, lifted_at, lift_reason) IN (0, 3))
  );
  CREATE INDEX topic_holds_standing ON topic_holds (topic) WHERE lifted_at IS NULL;
  CREATE INDEX quarantine_closed_and_kept ON quarantine (topic)
    WHERE state <> 'open' AND num_nonnulls(key, value, headers) > 0`;

export class HoldTopics1795800010000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(HOLDS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP INDEX quarantine_closed_and_kept');
    await run.query('DROP TABLE topic_holds');
  }
}

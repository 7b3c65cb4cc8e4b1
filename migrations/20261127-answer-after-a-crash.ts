// Of a request with an Idempotency-Key, what became of each event before its answer was written: the
// rows commit with the events, so whoever takes the request over knows what is done already.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AnswerAfterACrash1795800200000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      ALTER TABLE answered_requests ADD COLUMN request uuid NOT NULL DEFAULT gen_random_uuid();
      CREATE TABLE answered_events (
        request          uuid NOT NULL,
        n                integer NOT NULL,
        fate             text COLLATE "C" NOT NULL,
        topic            text COLLATE "C" NOT NULL,
        partition        integer NOT NULL,
        log_offset       bigint,
        contract_id      text COLLATE "C",
        contract_version integer,
        answered_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (request, n)
      );
      CREATE INDEX answered_events_by_age ON answered_events (answered_at)`);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE answered_events');
    await run.query('ALTER TABLE answered_requests DROP COLUMN request');
  }
}

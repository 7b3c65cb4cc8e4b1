// What was done about a refused event, by whom; what is over keeps no bytes.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const ACTIONS = `
  CREATE TABLE quarantine_actions (
    n        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id  text COLLATE "C" NOT NULL REFERENCES quarantine (id),
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor    text NOT NULL,
    action   text NOT NULL CHECK (action IN ('replayed', 'fixed', 'refused', 'discarded', 'expired')),
    note     text,
    position jsonb
  );
  CREATE INDEX quarantine_actions_by_case ON quarantine_actions (case_id, n);
  CREATE INDEX quarantine_open_by_age ON quarantine (last_seen) WHERE state = 'open'`;

export class CloseQuarantineCases1795400005000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(ACTIONS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP INDEX quarantine_open_by_age');
    await run.query('DROP TABLE quarantine_actions');
  }
}

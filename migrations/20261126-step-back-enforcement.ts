// Contract versions whose enforcement stepped back by itself: `enforce` became `warn`.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Never changed and never deleted: it is the record of what happened, and why. */
const STEPS = `
  CREATE TABLE enforcement_steps (
    contract_id      text NOT NULL,
    contract_version integer NOT NULL,
    stepped_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    judged           bigint NOT NULL,
    refused          bigint NOT NULL,
    reason           text COLLATE "C" NOT NULL,
    producer         text COLLATE "C" NOT NULL,
    PRIMARY KEY (contract_id, contract_version),
    FOREIGN KEY (contract_id, contract_version) REFERENCES contract_versions (contract_id, version)
  )`;

export class StepBackEnforcement1795700310000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(STEPS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE enforcement_steps');
  }
}

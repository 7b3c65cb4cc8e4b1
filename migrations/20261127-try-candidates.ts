// Policies that are tried beside those in force: what they said, and where they were stopped.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of versions whose candidate is not tried although they declare one. */
const STOPS = `
  CREATE TABLE rollout_stops (
    contract_id      text NOT NULL,
    contract_version integer NOT NULL,
    stopped_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    stopped_by       text COLLATE "C" NOT NULL,
    reason           text NOT NULL,
    PRIMARY KEY (contract_id, contract_version),
    FOREIGN KEY (contract_id, contract_version) REFERENCES contract_versions (contract_id, version)
  )`;

/** Verdicts of both policies on the same events, by minute. */
const COMPARISONS = `
  CREATE TABLE policy_comparisons (
    contract_id      text COLLATE "C" NOT NULL,
    candidate        text COLLATE "C" NOT NULL,
    minute           timestamptz NOT NULL,
    contract_version integer NOT NULL,
    here_fate        text COLLATE "C" NOT NULL,
    here_reason      text COLLATE "C" NOT NULL,
    there_fate       text COLLATE "C" NOT NULL,
    there_reason     text COLLATE "C" NOT NULL,
    is_decided_there boolean NOT NULL,
    count            bigint NOT NULL,
    PRIMARY KEY (contract_id, candidate, minute, contract_version, here_fate, here_reason,
                 there_fate, there_reason, is_decided_there)
  ) WITH (fillfactor = 80)`;
const BY_MINUTE = `CREATE INDEX policy_comparisons_by_minute ON policy_comparisons (minute)`;

/** The last events on which they differed, by name only. */
const SAMPLES = `
  CREATE TABLE divergence_samples (
    n                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contract_id      text COLLATE "C" NOT NULL,
    candidate        text COLLATE "C" NOT NULL,
    here_fate        text COLLATE "C" NOT NULL,
    here_reason      text COLLATE "C" NOT NULL,
    here_pointer     text COLLATE "C" NOT NULL,
    there_fate       text COLLATE "C" NOT NULL,
    there_reason     text COLLATE "C" NOT NULL,
    there_pointer    text COLLATE "C" NOT NULL,
    is_decided_there boolean NOT NULL,
    seen_at          timestamptz NOT NULL,
    producer         text COLLATE "C" NOT NULL,
    source           text COLLATE "C",
    event_id         text COLLATE "C",
    position         text COLLATE "C",
    quarantine_id    text COLLATE "C"
  )`;
const OF_PAIR = `
  CREATE INDEX divergence_samples_of_pair ON divergence_samples
    (contract_id, candidate, here_fate, here_reason, there_fate, there_reason, n)`;

export class TryCandidates1795800320000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const statement of [STOPS, COMPARISONS, BY_MINUTE, SAMPLES, OF_PAIR])
      await run.query(statement);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE divergence_samples, policy_comparisons, rollout_stops');
  }
}

// The latest state of every entity, folded from the event log, for contracts that ask for it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A build is one folding of the log from its start. One of a contract serves; a rebuild is made beside
 * it and takes its place. `gone` ones are taken away a few rows at a time.
 */
const BUILDS = `
  CREATE TABLE state_builds (
    n           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    contract_id text COLLATE "C" NOT NULL,
    topic       text COLLATE "C" NOT NULL,
    state       text NOT NULL DEFAULT 'building' CHECK (state IN ('building', 'serving', 'gone')),
    begun_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    begun_by    text NOT NULL,
    serves_from timestamptz,
    folded      bigint NOT NULL DEFAULT 0,
    unread      bigint NOT NULL DEFAULT 0,
    expired     bigint NOT NULL DEFAULT 0
  ) WITH (fillfactor = 50);
  CREATE UNIQUE INDEX state_builds_one_each ON state_builds (contract_id, state) WHERE state <> 'gone'`;

/** How far a build came, in the transaction of what it wrote; and how far before it may serve. */
const POSITIONS = `
  CREATE TABLE state_positions (
    build       bigint NOT NULL REFERENCES state_builds (n) ON DELETE CASCADE,
    partition   integer NOT NULL,
    next_offset bigint NOT NULL,
    goal        bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (build, partition)
  ) WITH (fillfactor = 20)`;

/** Values are the JSON the event held; none where the entity is deleted. */
const STATES = `
  CREATE TABLE latest_states (
    build            bigint NOT NULL,
    entity_key       text COLLATE "C" NOT NULL,
    version          numeric(20),
    clock            text,
    source           text,
    is_deleted       boolean NOT NULL,
    value            text,
    contract_id      text NOT NULL,
    contract_version integer NOT NULL,
    event_id         text,
    partition        integer NOT NULL,
    log_offset       bigint NOT NULL,
    logged_at        timestamptz NOT NULL,
    PRIMARY KEY (build, entity_key)
  ) WITH (fillfactor = 70)`;

export class KeepLatestStates1795800040000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(BUILDS);
    await run.query(POSITIONS);
    await run.query(STATES);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE latest_states, state_positions, state_builds');
  }
}

// Who reads what: as consumers say it, and as Kafka shows it. And which changes were refused lately.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const CONSUMPTIONS = `
  CREATE TABLE consumptions (
    contract_id text NOT NULL REFERENCES contracts (id),
    consumer    text COLLATE "C" NOT NULL,
    document    jsonb NOT NULL,
    source_text text NOT NULL,
    declared_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    declared_by text NOT NULL,
    PRIMARY KEY (contract_id, consumer)
  );
  CREATE INDEX consumptions_by_consumer ON consumptions (consumer, contract_id)`;

/** A gateway looks at Kafka now and then and writes down what it sees; readers never wait for Kafka. */
const OBSERVED = `
  CREATE TABLE observed_groups (
    topic      text COLLATE "C" NOT NULL,
    name       text COLLATE "C" NOT NULL,
    members    integer NOT NULL,
    lag        bigint NOT NULL,
    first_seen timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_seen  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (topic, name)
  )`;

/** The same attempt again counts up: a pipeline that retries for hours is one row. */
const REFUSED = `
  CREATE TABLE refused_changes (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    fingerprint bytea NOT NULL UNIQUE,
    what        text COLLATE "C" NOT NULL,
    contract_id text COLLATE "C",
    code        text NOT NULL,
    message     text NOT NULL,
    asked_by    text NOT NULL,
    count       bigint NOT NULL DEFAULT 1,
    first_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_at     timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  CREATE INDEX refused_changes_by_time ON refused_changes (last_at DESC);
  CREATE INDEX contract_versions_by_time ON contract_versions (published_at DESC)`;

export class CreateConsumptions1795700001000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const step of [CONSUMPTIONS, OBSERVED, REFUSED]) await run.query(step);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP INDEX contract_versions_by_time');
    await run.query('DROP TABLE refused_changes, observed_groups, consumptions');
  }
}

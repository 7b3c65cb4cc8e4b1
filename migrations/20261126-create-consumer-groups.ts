// Groups of consumers read the log together: who reads which partition, and how far it is done.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A partition has one reader at a time, by lease; the epoch rises with every new one, so whoever lost
 * a lease cannot commit any more. Members are told apart by the name they give.
 */
const GROUPS = `
  CREATE TABLE consumer_groups (
    name         text COLLATE "C" NOT NULL,
    topic        text COLLATE "C" NOT NULL,
    reads_from   text NOT NULL CHECK (reads_from IN ('start', 'end')),
    holds_events boolean NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, topic)
  );
  CREATE TABLE consumer_members (
    name       text COLLATE "C" NOT NULL,
    topic      text COLLATE "C" NOT NULL,
    member     text COLLATE "C" NOT NULL,
    principal  text NOT NULL,
    seen_until timestamptz NOT NULL,
    PRIMARY KEY (name, topic, member),
    FOREIGN KEY (name, topic) REFERENCES consumer_groups ON DELETE CASCADE
  );
  CREATE TABLE consumer_positions (
    name         text COLLATE "C" NOT NULL,
    topic        text COLLATE "C" NOT NULL,
    partition    integer NOT NULL,
    next_offset  bigint NOT NULL,
    committed_at timestamptz,
    member       text COLLATE "C",
    epoch        bigint NOT NULL DEFAULT 0,
    lease_until  timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (name, topic, partition),
    FOREIGN KEY (name, topic) REFERENCES consumer_groups ON DELETE CASCADE
  ) WITH (fillfactor = 50);
  CREATE INDEX consumer_positions_by_topic ON consumer_positions (topic, partition)`;

export class CreateConsumerGroups1795600005000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(GROUPS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE consumer_positions, consumer_members, consumer_groups');
  }
}

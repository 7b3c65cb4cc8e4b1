// Guarded events reach Kafka by way of the log: who carries which topic, and how far.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One carrier per topic, by lease. Kafka itself keeps the truth about how far it came, in the same
 * transaction as the events; `next_offset` is where to begin, and what is left over is counted by.
 */
const RELAYS = `
  CREATE TABLE relays (
    topic       text COLLATE "C" PRIMARY KEY,
    partitions  integer NOT NULL,
    owner       text,
    epoch       bigint NOT NULL DEFAULT 0,
    lease_until timestamptz NOT NULL DEFAULT '-infinity'
  );
  CREATE TABLE relay_positions (
    topic       text COLLATE "C" NOT NULL REFERENCES relays (topic),
    partition   integer NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (topic, partition)
  ) WITH (fillfactor = 20)`;

export class CreateRelays1795400004000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(RELAYS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE relay_positions, relays');
  }
}

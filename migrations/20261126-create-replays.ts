// A replay copies part of a topic into a sandbox topic, where a new reader is tried or a fault is found.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `next` and `ends` are offsets by partition; progress commits with the events it speaks of. */
const REPLAYS = `
  CREATE TABLE replays (
    id           text COLLATE "C" PRIMARY KEY,
    topic        text COLLATE "C" NOT NULL,
    sandbox      text COLLATE "C" NOT NULL,
    wish         jsonb NOT NULL,
    requested_by text NOT NULL,
    state        text NOT NULL DEFAULT 'running'
                 CHECK (state IN ('running', 'done', 'cancelled')),
    next         jsonb NOT NULL,
    ends         jsonb NOT NULL,
    looked_at    bigint NOT NULL DEFAULT 0,
    replayed     bigint NOT NULL DEFAULT 0,
    expired      bigint NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at     timestamptz
  );
  CREATE INDEX replays_running ON replays (id) WHERE state = 'running'`;

export class CreateReplays1795600004000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(REPLAYS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE replays');
  }
}

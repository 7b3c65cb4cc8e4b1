// Events of the log are chained: whoever changes, drops or inserts one breaks every seal after it.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `digest` speaks for one event, `seal` for a batch and everything before it; only the last event of
 * a batch has one. A partition is chained from `chained_from` on, where `start_seal` stood before.
 */
const CHAIN = `
  ALTER TABLE event_log ADD COLUMN digest bytea, ADD COLUMN seal bytea;
  ALTER TABLE event_log_partitions
    ADD COLUMN chained_from bigint NOT NULL DEFAULT 0,
    ADD COLUMN start_seal   bytea NOT NULL DEFAULT '',
    ADD COLUMN last_seal    bytea NOT NULL DEFAULT '',
    ADD COLUMN last_batch   bytea NOT NULL DEFAULT '',
    ADD COLUMN last_at      timestamptz NOT NULL DEFAULT '-infinity'`;

/** Events from before have no digest, and get none now: nobody could say what they were. */
const BEGIN = `
  UPDATE event_log_partitions AS held
     SET chained_from = next_offset,
         last_at = coalesce((SELECT logged_at FROM event_log
                              WHERE partition_id = held.id AND log_offset = next_offset - 1),
                            '-infinity')`;

export class ChainEventLog1795600001000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(CHAIN);
    await run.query(BEGIN);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('ALTER TABLE event_log DROP COLUMN digest, DROP COLUMN seal');
    await run.query(
      'ALTER TABLE event_log_partitions DROP COLUMN chained_from, DROP COLUMN start_seal, DROP COLUMN last_seal, DROP COLUMN last_batch, DROP COLUMN last_at',
    );
  }
}

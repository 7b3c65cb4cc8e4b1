// Events that wait for the version before theirs, and which entities have such.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bytes are kept as they will leave; `asked` is what settles them when their turn has come. */
const HELD = `
  CREATE TABLE held_events (
    scope            text COLLATE "C" NOT NULL,
    entity_key       text COLLATE "C" NOT NULL,
    version          numeric(20) NOT NULL,
    body_hash        text NOT NULL,
    asked            text NOT NULL,
    custody          json NOT NULL,
    held_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at       timestamptz NOT NULL,
    refused          json,
    topic            text COLLATE "C" NOT NULL,
    partition        integer NOT NULL,
    relayed_to       integer,
    key              bytea,
    value            bytea,
    headers          json,
    contract_id      text COLLATE "C" NOT NULL,
    contract_version integer NOT NULL,
    schema_id        integer,
    event_id         text,
    source           text,
    PRIMARY KEY (scope, entity_key, version)
  );
  CREATE INDEX held_events_by_end ON held_events (expires_at);
  CREATE INDEX held_events_by_contract ON held_events (contract_id);
  CREATE INDEX held_events_by_event ON held_events (event_id) WHERE event_id IS NOT NULL`;

const fates = (...names: readonly string[]): string => `
  ALTER TABLE admitted_ids DROP CONSTRAINT admitted_ids_fate_check,
    ADD CONSTRAINT admitted_ids_fate_check
      CHECK (fate IN (${names.map((name) => `'${name}'`).join(', ')}))`;

export class HoldEvents1795700320000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(HELD);
    await run.query('ALTER TABLE entities ADD COLUMN waits boolean NOT NULL DEFAULT false');
    await run.query(fates('accepted', 'merged', 'superseded', 'held'));
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`DELETE FROM admitted_ids WHERE fate = 'held'`);
    await run.query(fates('accepted', 'merged', 'superseded'));
    await run.query('ALTER TABLE entities DROP COLUMN waits');
    await run.query('DROP TABLE held_events');
  }
}

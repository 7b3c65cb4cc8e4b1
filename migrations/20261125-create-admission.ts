// What guarded contracts are held against: known ids, the newest word about each entity, and the
// words that came too late.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row per recognised id until its window ends; written once, so no dead rows before that. */
const ADMITTED_IDS = `
  CREATE TABLE admitted_ids (
    scope        text COLLATE "C" NOT NULL,
    source       text COLLATE "C" NOT NULL,
    id           text COLLATE "C" NOT NULL,
    body_hash    bytea NOT NULL,
    fate         text NOT NULL CHECK (fate IN ('accepted', 'superseded')),
    topic        text COLLATE "C" NOT NULL,
    partition    integer NOT NULL,
    log_offset   bigint,
    contract_version integer NOT NULL,
    admitted_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (scope, source, id)
  );
  CREATE INDEX admitted_ids_by_end ON admitted_ids (expires_at);
  CREATE INDEX admitted_ids_by_event ON admitted_ids (id, source)`;

/** Updated with every admitted event of its entity, hence the room on its page. */
const ENTITIES = `
  CREATE TABLE entities (
    scope      text COLLATE "C" NOT NULL,
    key        text COLLATE "C" NOT NULL,
    version    numeric(20),
    clock      text,
    source     text,
    state      text,
    is_deleted boolean NOT NULL DEFAULT false,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (scope, key)
  ) WITH (fillfactor = 70)`;

/** A write that lost is never lost silently: its bytes are here, beside the policy that decided. */
const SUPERSEDED = `
  CREATE TABLE superseded_events (
    n                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    superseded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    contract_id      text COLLATE "C" NOT NULL,
    contract_version integer NOT NULL,
    scope            text COLLATE "C" NOT NULL,
    entity_key       text COLLATE "C" NOT NULL,
    policy           text NOT NULL,
    topic            text COLLATE "C" NOT NULL,
    key              bytea,
    value            bytea,
    headers          json,
    event_id         text,
    source           text
  );
  CREATE INDEX superseded_by_contract ON superseded_events (contract_id, n DESC)`;

/** `GET /v1/verdicts/{id}` asks for every refusal of one event. */
const REFUSALS_BY_EVENT = `
  CREATE INDEX quarantine_by_event ON quarantine (event_id) WHERE event_id IS NOT NULL`;

export class CreateAdmission1795400003000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const step of [ADMITTED_IDS, ENTITIES, SUPERSEDED, REFUSALS_BY_EVENT])
      await run.query(step);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP INDEX quarantine_by_event');
    await run.query('DROP TABLE superseded_events, entities, admitted_ids');
  }
}

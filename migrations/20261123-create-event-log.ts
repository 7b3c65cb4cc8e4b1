// The durable event log, the quarantine beside it, and the tallies of verdicts.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `next_offset` is the only source of offsets: whoever holds its row lock writes next, so offsets
 * are dense and commit in order. The row is updated at every append, hence the room on its page.
 */
const TOPIC_PARTITIONS = `
  CREATE TABLE event_log_partitions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic        text COLLATE "C" NOT NULL,
    partition    integer NOT NULL CHECK (partition >= 0),
    start_offset bigint NOT NULL DEFAULT 0,
    next_offset  bigint NOT NULL CHECK (next_offset >= start_offset),
    UNIQUE (topic, partition)
  ) WITH (fillfactor = 20)`;

/**
 * Partitioned by time so that retention can drop a leaf; until then one leaf holds everything.
 * A unique index over all leaves would have to contain logged_at, so each leaf has its own.
 */
const EVENTS = `
  CREATE TABLE event_log (
    partition_id     bigint NOT NULL,
    log_offset       bigint NOT NULL,
    logged_at        timestamptz NOT NULL,
    key              bytea,
    value            bytea,
    headers          json,
    contract_id      text,
    contract_version integer,
    schema_id        integer,
    event_id         text,
    source           text
  ) PARTITION BY RANGE (logged_at);
  CREATE TABLE event_log_default PARTITION OF event_log DEFAULT;
  CREATE UNIQUE INDEX event_log_default_offset ON event_log_default (partition_id, log_offset);
  ALTER TABLE event_log_default ALTER COLUMN value SET STORAGE EXTERNAL`;

/** Retention drops leaves, which no trigger sees; anything else has to say that it is meant. */
const IMMUTABLE = `
  CREATE FUNCTION event_log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF current_setting('concordat.maintenance', true) = 'on' THEN
      RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'Events in the log are immutable: % on % was refused.', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege',
            HINT = 'Append a compensating event. Maintenance: SET LOCAL concordat.maintenance = ''on''.';
  END $$;
  CREATE TRIGGER event_log_keep_rows BEFORE UPDATE OR DELETE ON event_log
    FOR EACH ROW EXECUTE FUNCTION event_log_refuse_change();
  CREATE TRIGGER event_log_keep_all BEFORE TRUNCATE ON event_log
    FOR EACH STATEMENT EXECUTE FUNCTION event_log_refuse_change();
  CREATE TRIGGER event_log_keep_all BEFORE TRUNCATE ON event_log_default
    FOR EACH STATEMENT EXECUTE FUNCTION event_log_refuse_change()`;

/** One open case per fingerprint; a repeat after a case was closed opens a new one. */
const QUARANTINE = `
  CREATE TABLE quarantine_topics (
    topic       text COLLATE "C" PRIMARY KEY,
    kept_events bigint NOT NULL DEFAULT 0,
    kept_bytes  bigint NOT NULL DEFAULT 0
  );
  CREATE TABLE quarantine (
    id               text COLLATE "C" PRIMARY KEY,
    fingerprint      bytea NOT NULL,
    topic            text COLLATE "C" NOT NULL,
    contract_id      text COLLATE "C",
    contract_version integer,
    door             text NOT NULL,
    principal        text NOT NULL,
    key              bytea,
    value            bytea,
    headers          json,
    event_id         text,
    source           text,
    reasons          jsonb NOT NULL,
    is_kept          boolean NOT NULL,
    state            text NOT NULL DEFAULT 'open'
                     CHECK (state IN ('open', 'fixed', 'replayed', 'discarded', 'expired')),
    count            bigint NOT NULL,
    first_seen       timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_seen        timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  CREATE UNIQUE INDEX quarantine_open ON quarantine (fingerprint) WHERE state = 'open';
  CREATE INDEX quarantine_by_contract ON quarantine (contract_id, id DESC);
  CREATE INDEX quarantine_by_topic ON quarantine (topic, id DESC)`;

const TALLIES = `
  CREATE TABLE tallies (
    contract_id      text COLLATE "C" NOT NULL,
    minute           timestamptz NOT NULL,
    contract_version integer NOT NULL,
    topic            text COLLATE "C" NOT NULL,
    verdict          text COLLATE "C" NOT NULL,
    reason           text COLLATE "C" NOT NULL,
    producer         text COLLATE "C" NOT NULL,
    count            bigint NOT NULL,
    decision_us      bigint NOT NULL,
    PRIMARY KEY (contract_id, minute, contract_version, topic, verdict, reason, producer)
  ) WITH (fillfactor = 70)`;

export class CreateEventLog1795400001000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const step of [TOPIC_PARTITIONS, EVENTS, IMMUTABLE, QUARANTINE, TALLIES]) {
      await run.query(step);
    }
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE tallies, quarantine, quarantine_topics');
    await run.query('DROP TABLE event_log, event_log_partitions');
    await run.query('DROP FUNCTION event_log_refuse_change()');
  }
}

// What people and Concordat itself did, each entry chained to the one before by its hash.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The one row everybody who records something waits for, so that entries have one order. */
const HEAD = `
  CREATE TABLE audit_head (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    n       bigint NOT NULL DEFAULT 0,
    at      timestamptz NOT NULL DEFAULT '-infinity',
    hash    bytea NOT NULL DEFAULT ''
  );
  INSERT INTO audit_head DEFAULT VALUES`;

/** `details` is JSON as text, because its very bytes are hashed. */
const ENTRIES = `
  CREATE TABLE audit_entries (
    n       bigint PRIMARY KEY,
    at      timestamptz NOT NULL,
    actor   text NOT NULL,
    action  text COLLATE "C" NOT NULL,
    target  text NOT NULL,
    details text NOT NULL,
    hash    bytea NOT NULL
  );
  CREATE INDEX audit_entries_by_actor ON audit_entries (actor, n);
  CREATE INDEX audit_entries_by_target ON audit_entries (target, n);
  CREATE INDEX audit_entries_by_action ON audit_entries (action, n)`;

/** Stops mistakes; what a database owner does with intent breaks the chain. */
const IMMUTABLE = `
  CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'What was recorded stays recorded: % on % was refused.', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'insufficient_privilege';
  END $$;
  CREATE TRIGGER audit_keep_all BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
  CREATE TRIGGER audit_keep_head BEFORE DELETE OR TRUNCATE ON audit_head
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()`;

export class CreateAudit1795800030000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const sql of [HEAD, ENTRIES, IMMUTABLE]) await run.query(sql);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE audit_entries, audit_head');
    await run.query('DROP FUNCTION audit_refuse_change()');
  }
}

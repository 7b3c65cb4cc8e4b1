// A contract that accepts more than the version it promises changes with the versions of its subject.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deferred, so that the revision is locked last, as publications lock it. */
const statements = [
  `CREATE FUNCTION tell_of_accepted_versions() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE changed versions%ROWTYPE; moved bigint;
   BEGIN
     IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF;
     IF EXISTS (
       SELECT FROM contract_versions v JOIN contracts c ON (c.id, c.last_version) = (v.contract_id, v.version)
       WHERE (v.schema_context, v.schema_subject) = (changed.context, changed.subject)
         AND v.document LIKE '%"accepts":%') THEN
       UPDATE contracts_revision SET revision = revision + 1 RETURNING revision INTO moved;
       PERFORM pg_notify('concordat_contracts', moved::text);
     END IF;
     RETURN NULL;
   END $$`,
  `CREATE CONSTRAINT TRIGGER accepted_versions_changed AFTER INSERT OR UPDATE OR DELETE ON versions
   DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_of_accepted_versions()`,
];

export class TellOfAcceptedVersions1795600002000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const statement of statements) await run.query(statement);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TRIGGER accepted_versions_changed ON versions');
    await run.query('DROP FUNCTION tell_of_accepted_versions()');
  }
}

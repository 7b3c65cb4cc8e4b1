// A gateway judges framed keys by the versions of `<topic>-key`, so contracts change with those, too.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** @param orKeys a further reason to tell */
const telling = (orKeys: string) => `CREATE OR REPLACE FUNCTION tell_of_accepted_versions()
   RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE changed versions%ROWTYPE; moved bigint;
   BEGIN
     IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF;
     IF EXISTS (
       SELECT FROM contract_versions v JOIN contracts c ON (c.id, c.last_version) = (v.contract_id, v.version)
       WHERE (v.schema_context, v.schema_subject) = (changed.context, changed.subject)
         AND v.document LIKE '%"accepts":%') ${orKeys} THEN
       UPDATE contracts_revision SET revision = revision + 1 RETURNING revision INTO moved;
       PERFORM pg_notify('concordat_contracts', moved::text);
     END IF;
     RETURN NULL;
   END $$`;
const OF_KEYS = `OR right(changed.subject, 4) = '-key' AND EXISTS (
       SELECT FROM contract_versions v JOIN contracts c ON (c.id, c.last_version) = (v.contract_id, v.version)
       WHERE v.schema_context = changed.context
         AND (v.document::jsonb #>> '{channel,topic}') || '-key' = changed.subject)`;

export class TellOfKeyVersions1795700040000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(telling(OF_KEYS));
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(telling(''));
  }
}

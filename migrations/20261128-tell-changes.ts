// What every version of a contract did, so that changes are found by it; and a way to those of the audit.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As publications say it from now on. A document that a hand in the database broke says nothing. */
const KINDS_OF = `
  CREATE FUNCTION pg_temp.kinds_of(old_text text, new_text text, is_forced boolean, is_return boolean)
  RETURNS text[] LANGUAGE plpgsql AS $$
  DECLARE
    old jsonb; new jsonb; kinds text[];
    in_force text[] := ARRAY['active', 'deprecated', 'sunset'];
  BEGIN
    kinds := ARRAY[CASE WHEN old_text IS NULL THEN 'new' ELSE 'version' END];
    IF is_forced THEN kinds := kinds || 'forced'::text; END IF;
    BEGIN
      old := old_text::jsonb;
      new := new_text::jsonb;
      IF old IS NOT NULL AND old->>'status' <> ALL (in_force) AND new->>'status' = ANY (in_force)
        THEN kinds := kinds || 'activated'::text; END IF;
      IF (new->>'status' = 'deprecated' AND old->>'status' IS DISTINCT FROM 'deprecated')
         OR new#>>'{deprecation,from}' <> coalesce(old#>>'{deprecation,from}', '')
         OR EXISTS (SELECT FROM jsonb_each(new->'fields') AS f (path, said)
                     WHERE said->>'deprecatedOn' <> coalesce(old->'fields'->path->>'deprecatedOn', ''))
        THEN kinds := kinds || 'deprecated'::text; END IF;
      IF (new->>'status' = 'sunset' AND old->>'status' IS DISTINCT FROM 'sunset')
         OR new#>>'{deprecation,sunset}' <> coalesce(old#>>'{deprecation,sunset}', '')
         OR EXISTS (SELECT FROM jsonb_each(new->'fields') AS f (path, said)
                     WHERE said->>'sunsetOn' <> coalesce(old->'fields'->path->>'sunsetOn', ''))
        THEN kinds := kinds || 'sunset'::text; END IF;
      IF new->>'status' = 'retired' AND old->>'status' IS DISTINCT FROM 'retired'
        THEN kinds := kinds || 'retired'::text; END IF;
      IF is_return THEN kinds := kinds || 'returned'::text; END IF;
      IF old#>>'{owner,team}' <> new#>>'{owner,team}' THEN kinds := kinds || 'owner'::text; END IF;
      IF old#>'{enforcement,mode}' <> new#>'{enforcement,mode}'
         OR old#>'{enforcement,percent}' <> new#>'{enforcement,percent}'
        THEN kinds := kinds || 'enforcement'::text; END IF;
    EXCEPTION WHEN data_exception OR invalid_parameter_value THEN
      RETURN kinds;
    END;
    RETURN kinds;
  END $$`;
const TELL = `
  UPDATE contract_versions v
     SET kinds = pg_temp.kinds_of(b.document, v.document, v.is_forced, coalesce(
           (b.schema_context, b.schema_subject) = (v.schema_context, v.schema_subject)
           AND v.schema_version < b.schema_version, false))
    FROM contract_versions s
    LEFT JOIN contract_versions b ON (b.contract_id, b.version) = (s.contract_id, s.version - 1)
   WHERE (s.contract_id, s.version) = (v.contract_id, v.version)`;

/** Of what the audit keeps these change what somebody reads, writes, or is held to. */
const BY_TIME = `
  CREATE INDEX audit_entries_of_changes ON audit_entries (at, n) WHERE action IN (
    'config.changed', 'config.deleted', 'consumption.declared', 'consumption.withdrawn',
    'contract.stepped-back', 'mode.changed', 'mode.deleted', 'rollout.changed', 'rollout.promoted',
    'rollout.resumed', 'rollout.started', 'rollout.stopped', 'version.registered',
    'versions.deleted')`;

/** Few versions retire or change hands among very many that do not. */
const BY_KIND = 'CREATE INDEX contract_versions_by_kinds ON contract_versions USING gin (kinds)';

export class TellChanges1795832000000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`ALTER TABLE contract_versions ADD COLUMN kinds text[] NOT NULL DEFAULT '{}'`);
    for (const sql of [KINDS_OF, TELL, BY_TIME, BY_KIND]) await run.query(sql);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP INDEX audit_entries_of_changes');
    await run.query('ALTER TABLE contract_versions DROP COLUMN kinds');
  }
}

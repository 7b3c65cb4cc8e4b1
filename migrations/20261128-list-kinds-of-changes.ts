// The newest changes of one kind among a hundred thousand others are found in order of time.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As they were named when this was written: a kind that comes later needs an index of its own. */
const KINDS = [
  ...['new', 'version', 'forced', 'activated', 'deprecated', 'sunset', 'retired'],
  ...['returned', 'owner', 'enforcement'],
];

export class ListKindsOfChanges1795835000000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const kind of KINDS)
      await run.query(
        `CREATE INDEX contract_versions_${kind} ON contract_versions (published_at DESC)
          WHERE '${kind}' = ANY (kinds)`,
      );
    await run.query('DROP INDEX contract_versions_by_kinds');
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(
      'CREATE INDEX contract_versions_by_kinds ON contract_versions USING gin (kinds)',
    );
    for (const kind of KINDS) await run.query(`DROP INDEX contract_versions_${kind}`);
  }
}

// Whoever was taken for gone, and was only slow, stores nothing any more: events of a named request, or of a
// refused event that is sent once more, are stored while the claim they were judged under is the last one.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FenceRequests1795850000000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE UNIQUE INDEX answered_requests_by_request ON answered_requests (request);
      ALTER TABLE case_sendings ADD COLUMN claim uuid NOT NULL DEFAULT gen_random_uuid()`);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query(`
      ALTER TABLE case_sendings DROP COLUMN claim;
      DROP INDEX answered_requests_by_request`);
  }
}

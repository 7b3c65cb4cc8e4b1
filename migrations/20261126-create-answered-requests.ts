// Requests that carry an Idempotency-Key, and what they were answered.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAnsweredRequests1795700060000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`
      CREATE TABLE answered_requests (
        principal   text COLLATE "C" NOT NULL,
        key         text COLLATE "C" NOT NULL,
        fingerprint bytea NOT NULL,
        claim       uuid NOT NULL,
        claim_until timestamptz NOT NULL,
        status      integer,
        headers     json,
        body        text,
        expires_at  timestamptz NOT NULL,
        PRIMARY KEY (principal, key)
      )`);
    await run.query('CREATE INDEX answered_requests_by_end ON answered_requests (expires_at)');
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE answered_requests');
  }
}

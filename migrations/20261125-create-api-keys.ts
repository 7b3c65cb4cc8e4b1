// Who may ask: keys by name, of which only a hash is kept.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const API_KEYS = `
  CREATE TABLE api_keys (
    id         text COLLATE "C" PRIMARY KEY,
    principal  text NOT NULL,
    hash       bytea NOT NULL,
    is_admin   boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by text NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    revoked_by text
  )`;

export class CreateApiKeys1795400006000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(API_KEYS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE api_keys');
  }
}

// Keys that encrypt fields: each data key is kept wrapped by a key encryption key, never in the clear.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateEncryptionKeys1795600003000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(`CREATE TABLE key_encryption_keys (
      name text PRIMARY KEY,
      kms_type text NOT NULL,
      kms_key_id text NOT NULL,
      kms_props text,
      doc text,
      is_shared boolean NOT NULL,
      is_deleted boolean NOT NULL DEFAULT false,
      changed_at timestamptz NOT NULL DEFAULT now()
    )`);
    await run.query(`CREATE TABLE data_encryption_keys (
      kek_name text NOT NULL REFERENCES key_encryption_keys (name),
      subject text NOT NULL,
      algorithm text NOT NULL CHECK (algorithm IN ('AES128_GCM', 'AES256_GCM', 'AES256_SIV')),
      version integer NOT NULL,
      encrypted_key_material text NOT NULL,
      is_deleted boolean NOT NULL DEFAULT false,
      changed_at timestamptz NOT NULL DEFAULT now(),
      PRIMARY KEY (kek_name, subject, algorithm, version)
    )`);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE data_encryption_keys');
    await run.query('DROP TABLE key_encryption_keys');
  }
}

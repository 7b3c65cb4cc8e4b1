// Fields that producers send and no schema of their contract declares.
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a contract has too many, the rest is counted under an empty pointer and producer. */
const FIELDS = `
  CREATE TABLE undeclared_fields (
    contract_id text COLLATE "C" NOT NULL,
    pointer     text COLLATE "C" NOT NULL,
    producer    text COLLATE "C" NOT NULL,
    first_seen  timestamptz NOT NULL,
    last_seen   timestamptz NOT NULL,
    count       bigint NOT NULL,
    PRIMARY KEY (contract_id, pointer, producer)
  ) WITH (fillfactor = 80)`;

export class ObserveFields1795800210000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(FIELDS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE undeclared_fields');
  }
}

// Which resource (a topic) a subject belongs to, in the Confluent dialect.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const ASSOCIATIONS = `
  CREATE TABLE associations (
    guid               uuid NOT NULL DEFAULT gen_random_uuid(),
    resource_id        text COLLATE "C" NOT NULL,
    resource_type      text COLLATE "C" NOT NULL,
    association_type   text COLLATE "C" NOT NULL,
    resource_name      text COLLATE "C" NOT NULL,
    resource_namespace text COLLATE "C" NOT NULL,
    context            text NOT NULL,
    subject            text NOT NULL,
    lifecycle          text NOT NULL CHECK (lifecycle IN ('STRONG', 'WEAK')),
    is_frozen          boolean NOT NULL,
    PRIMARY KEY (resource_id, resource_type, association_type),
    UNIQUE (resource_name, resource_namespace, resource_type, association_type),
    FOREIGN KEY (context, subject) REFERENCES subjects (context, name),
    CHECK (lifecycle = 'STRONG' OR NOT is_frozen)
  );
  CREATE INDEX associations_by_subject ON associations (context, subject)`;

export class CreateAssociations1795700030000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    await run.query(ASSOCIATIONS);
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE associations');
  }
}

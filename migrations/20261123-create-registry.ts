// Subjects, versioned schemas and contracts: what the registry promises to keep.
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = [
  // One row per context, locked only while new content gets its id.
  `CREATE TABLE contexts (
    name text PRIMARY KEY,
    last_schema_id integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now()
  )`,
  `INSERT INTO contexts (name) VALUES ('.')`,

  // An id belongs to one content for ever, so a row outlives its versions: a hard delete empties
  // the text and keeps id and fingerprint. Metadata and rules are text: returned as they were sent.
  `CREATE TABLE schemas (
    context text NOT NULL REFERENCES contexts (name),
    id integer NOT NULL,
    guid uuid NOT NULL,
    fingerprint bytea NOT NULL,
    content_fingerprint bytea NOT NULL,
    type text NOT NULL CHECK (type IN ('JSON', 'AVRO', 'PROTOBUF')),
    text text,
    reference_list text NOT NULL,
    metadata text,
    rule_set text,
    PRIMARY KEY (context, id),
    UNIQUE (context, fingerprint)
  )`,
  `CREATE INDEX schemas_by_guid ON schemas (guid)`,
  `CREATE INDEX schemas_by_content ON schemas (context, content_fingerprint)`,

  // last_version only rises: a version number is never given twice, deleted or not.
  `CREATE TABLE subjects (
    context text NOT NULL REFERENCES contexts (name),
    name text NOT NULL,
    last_version integer NOT NULL DEFAULT 0,
    PRIMARY KEY (context, name)
  )`,
  `CREATE TABLE versions (
    context text NOT NULL,
    subject text NOT NULL,
    version integer NOT NULL,
    schema_id integer NOT NULL,
    is_deleted boolean NOT NULL DEFAULT false,
    is_forced boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    PRIMARY KEY (context, subject, version),
    FOREIGN KEY (context, subject) REFERENCES subjects (context, name),
    FOREIGN KEY (context, schema_id) REFERENCES schemas (context, id)
  )`,
  `CREATE INDEX versions_by_schema ON versions (context, schema_id, subject, version)`,

  // The foreign key to versions is what makes a referenced version undeletable, races included.
  `CREATE TABLE schema_references (
    context text NOT NULL,
    schema_id integer NOT NULL,
    position integer NOT NULL,
    name text NOT NULL,
    to_context text NOT NULL,
    to_subject text NOT NULL,
    to_version integer NOT NULL,
    PRIMARY KEY (context, schema_id, position),
    FOREIGN KEY (context, schema_id) REFERENCES schemas (context, id),
    FOREIGN KEY (to_context, to_subject, to_version) REFERENCES versions (context, subject, version)
  )`,
  `CREATE INDEX schema_references_by_target
    ON schema_references (to_context, to_subject, to_version)`,

  // ('', '') is global, (context, '') a context, (context, subject) a subject.
  `CREATE TABLE compatibility_configs (
    context text NOT NULL,
    subject text NOT NULL,
    settings text NOT NULL,
    PRIMARY KEY (context, subject)
  )`,
  `CREATE TABLE subject_modes (
    context text NOT NULL,
    subject text NOT NULL,
    mode text NOT NULL,
    PRIMARY KEY (context, subject)
  )`,

  // What is in force now; one row per contract, the claims other contracts may not repeat beside it.
  `CREATE TABLE contracts (
    id text PRIMARY KEY,
    last_version integer NOT NULL,
    status text NOT NULL,
    subject text NOT NULL,
    topic text NOT NULL,
    envelope_type text NOT NULL,
    truth_of text
  )`,
  `CREATE INDEX contracts_by_subject ON contracts (subject)`,
  `CREATE UNIQUE INDEX contracts_one_per_topic_and_type ON contracts (topic, envelope_type)
    WHERE status NOT IN ('draft', 'retired')`,
  `CREATE UNIQUE INDEX contracts_one_truth_per_entity ON contracts (truth_of)
    WHERE truth_of IS NOT NULL AND status NOT IN ('draft', 'retired')`,
  `CREATE TABLE contract_versions (
    contract_id text NOT NULL REFERENCES contracts (id),
    version integer NOT NULL,
    document text NOT NULL,
    source_text text NOT NULL,
    schema_context text NOT NULL,
    schema_subject text NOT NULL,
    schema_version integer NOT NULL,
    schema_id integer NOT NULL,
    is_forced boolean NOT NULL DEFAULT false,
    published_at timestamptz NOT NULL DEFAULT now(),
    published_by text NOT NULL,
    revision bigint NOT NULL,
    PRIMARY KEY (contract_id, version),
    FOREIGN KEY (schema_context, schema_subject, schema_version)
      REFERENCES versions (context, subject, version)
  )`,
  `CREATE INDEX contract_versions_by_schema_version
    ON contract_versions (schema_context, schema_subject, schema_version)`,

  // Locked by every publication until its commit, so revisions rise in the order of commits.
  `CREATE TABLE contracts_revision (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    revision bigint NOT NULL
  )`,
  `INSERT INTO contracts_revision (revision) VALUES (0)`,
];

const names = [
  'contracts_revision',
  'contract_versions',
  'contracts',
  'subject_modes',
  'compatibility_configs',
  'schema_references',
  'versions',
  'subjects',
  'schemas',
  'contexts',
];

export class CreateRegistry1795400000000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    for (const statement of tables) await run.query(statement);
  }

  async down(run: QueryRunner): Promise<void> {
    for (const name of names) await run.query(`DROP TABLE ${name}`);
  }
}

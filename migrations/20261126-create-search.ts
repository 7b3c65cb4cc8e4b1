// What can be searched: words of each schema once, and one entry for each subject and contract.
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSearch1795600006000 implements MigrationInterface {
  async up(run: QueryRunner): Promise<void> {
    // written_text is the text as first registered, where the canonical one lost its comments.
    await run.query(`CREATE TABLE schema_descriptions (
      context text NOT NULL,
      schema_id integer NOT NULL,
      title text,
      description text,
      owner text,
      tags text[] NOT NULL,
      fields text NOT NULL,
      words tsvector NOT NULL,
      written_text text,
      PRIMARY KEY (context, schema_id),
      FOREIGN KEY (context, schema_id) REFERENCES schemas (context, id)
    )`);
    await run.query(`CREATE TABLE search_entries (
      kind text NOT NULL CHECK (kind IN ('subject', 'contract')),
      context text NOT NULL,
      name text NOT NULL,
      version integer NOT NULL,
      schema_id integer NOT NULL,
      type text NOT NULL,
      title text,
      description text,
      owner text,
      tags text[] NOT NULL,
      words tsvector NOT NULL,
      PRIMARY KEY (kind, context, name)
    )`);
    await run.query('CREATE INDEX search_entries_by_word ON search_entries USING gin (words)');
  }

  async down(run: QueryRunner): Promise<void> {
    await run.query('DROP TABLE search_entries');
    await run.query('DROP TABLE schema_descriptions');
  }
}

import { invariant, problem } from '#kernel';
import { registryProblems } from '../problems.js';
import type { SchemaContent, SchemaIdentity } from '../schema-identity.js';
import { parseSubject, type SubjectName } from '../subject-name.js';
import { rowsOf, type Sql } from './sql.js';
import { SCHEMA_COLUMNS, schemaOf, type SchemaRow, type StoredSchema } from './stored-version.js';
import { type Page, shownBy, type Shown } from './subjects.js';

export interface NewSchema {
  readonly content: SchemaContent;
  readonly identity: SchemaIdentity;
}

const jsonOf = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
const columnsOf = ({ content }: NewSchema) => [
  content.text,
  JSON.stringify(content.references),
  jsonOf(content.metadata),
  jsonOf(content.ruleSet),
];

export const schemas = {
  /** By id: the context first, then, for bare ids, every other one, as the dialect does. */
  async byId(sql: Sql, context: string, id: number): Promise<StoredSchema | undefined> {
    const rows = await rowsOf<SchemaRow>(
      sql,
      `SELECT ${SCHEMA_COLUMNS} FROM schemas s
       WHERE id = $2 AND text IS NOT NULL AND (context = $1 OR $1 = '.')
       ORDER BY (context = $1) DESC, context COLLATE "C" LIMIT 1`,
      [context, id],
    );
    return rows[0] && schemaOf(rows[0]);
  },

  async byGuid(sql: Sql, guid: string): Promise<readonly StoredSchema[]> {
    const rows = await rowsOf<SchemaRow>(
      sql,
      `SELECT ${SCHEMA_COLUMNS} FROM schemas s WHERE guid = $1 AND text IS NOT NULL
       ORDER BY context COLLATE "C"`,
      [guid],
    );
    return rows.map(schemaOf);
  },

  async greatestId(sql: Sql, context: string): Promise<number> {
    const rows = await rowsOf<{ last: number }>(
      sql,
      'SELECT last_schema_id AS last FROM contexts WHERE name = $1',
      [context],
    );
    return rows[0]?.last ?? 0;
  },

  /** The id of a content, given now if it has none. Only new content waits for the context's row. */
  async idOf(tx: Sql, context: string, schema: NewSchema): Promise<number> {
    return (await knownId(tx, context, schema)) ?? (await newId(tx, context, schema));
  },

  /**
   * A content under an id given by the caller. The id must be free or this content's own, since a
   * content has one id in a context and an id means one content for ever.
   */
  async keepId(tx: Sql, context: string, schema: NewSchema, id: number): Promise<void> {
    await lockContext(tx, context);
    const known = await knownId(tx, context, schema);
    if (known === id) return;
    if (known !== undefined)
      throw problem(registryProblems.SCHEMA_ID_MISMATCH, { known, given: id });
    await tx.query(
      'UPDATE contexts SET last_schema_id = greatest(last_schema_id, $2) WHERE name = $1',
      [context, id],
    );
    const { guid, fingerprint, contentFingerprint } = schema.identity;
    const made = await rowsOf(
      tx,
      `INSERT INTO schemas (context, id, fingerprint, content_fingerprint, guid, type,
                            text, reference_list, metadata, rule_set)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id`,
      [
        context,
        id,
        fingerprint,
        contentFingerprint,
        guid,
        schema.content.type,
        ...columnsOf(schema),
      ],
    );
    if (made.length === 0) {
      const why = `Overwrite new schema with id ${id} is not permitted.`;
      throw problem(registryProblems.OPERATION_NOT_PERMITTED, { why });
    }
    await addReferences(tx, context, id, schema);
  },

  /** Subjects and versions that use an id. */
  async usages(
    sql: Sql,
    { context, id }: { context: string; id: number },
    shows: Shown,
    page: Page,
  ): Promise<readonly (SubjectName & { version: number })[]> {
    return rowsOf(
      sql,
      `SELECT v.context, v.subject, v.version FROM versions v
       WHERE v.context = $1 AND v.schema_id = $2 AND ${shownBy('$3')}
       ORDER BY v.subject COLLATE "C", v.version OFFSET $4 LIMIT $5`,
      [context, id, shows, page.offset, page.limit],
    );
  },

  /**
   * Empties contents no version uses any more. The row keeps id and fingerprint: the id is never
   * given to other content, and the same content gets it back.
   */
  async forgetUnused(tx: Sql, context: string, ids: readonly number[]): Promise<void> {
    const locked = await rowsOf<{ id: number }>(
      tx,
      'SELECT id FROM schemas WHERE context = $1 AND id = ANY($2) ORDER BY id FOR UPDATE',
      [context, ids],
    );
    const unused = await rowsOf<{ id: number }>(
      tx,
      `SELECT id FROM unnest($2::int[]) AS id
       WHERE NOT EXISTS (SELECT FROM versions WHERE context = $1 AND schema_id = id)`,
      [context, locked.map(({ id }) => id)],
    );
    const parameters = [context, unused.map(({ id }) => id)];
    await tx.query(
      'DELETE FROM schema_references WHERE context = $1 AND schema_id = ANY($2)',
      parameters,
    );
    await tx.query(
      `UPDATE schemas SET text = NULL, reference_list = '[]', metadata = NULL, rule_set = NULL
       WHERE context = $1 AND id = ANY($2)`,
      parameters,
    );
  },
};

/** The share lock keeps `forgetUnused` away until this transaction has its version. */
async function knownId(tx: Sql, context: string, schema: NewSchema): Promise<number | undefined> {
  const [known] = await rowsOf<{ id: number; is_empty: boolean }>(
    tx,
    `SELECT id, text IS NULL AS is_empty FROM schemas
     WHERE context = $1 AND fingerprint = $2 FOR KEY SHARE`,
    [context, schema.identity.fingerprint],
  );
  if (known?.is_empty) {
    await tx.query(
      `UPDATE schemas SET text = $3, reference_list = $4, metadata = $5, rule_set = $6
       WHERE context = $1 AND id = $2`,
      [context, known.id, ...columnsOf(schema)],
    );
    await addReferences(tx, context, known.id, schema);
  }
  return known?.id;
}

/**
 * Its row is made by the first who needs it. The lock lets foreign keys be checked meanwhile: known
 * content under a new subject waits for nobody.
 */
async function lockContext(tx: Sql, context: string): Promise<void> {
  if (context !== '.')
    await tx.query('INSERT INTO contexts (name) VALUES ($1) ON CONFLICT DO NOTHING', [context]);
  await rowsOf(tx, 'SELECT FROM contexts WHERE name = $1 FOR NO KEY UPDATE', [context]);
}

async function newId(tx: Sql, context: string, schema: NewSchema): Promise<number> {
  await lockContext(tx, context);
  const { guid, fingerprint, contentFingerprint } = schema.identity;
  // A statement of its own: it must see what was committed while the lock was waited for.
  const [given] = await rowsOf<{ id: number; is_new: boolean }>(
    tx,
    `WITH known AS (SELECT id FROM schemas WHERE context = $1 AND fingerprint = $2),
     next AS (UPDATE contexts SET last_schema_id = last_schema_id + 1
              WHERE name = $1 AND NOT EXISTS (SELECT FROM known) RETURNING last_schema_id),
     made AS (INSERT INTO schemas (context, id, fingerprint, content_fingerprint, guid, type,
                                   text, reference_list, metadata, rule_set)
              SELECT $1, last_schema_id, $2, $3, $4, $5, $6, $7, $8, $9 FROM next RETURNING id)
     SELECT id, false AS is_new FROM known UNION ALL SELECT id, true FROM made`,
    [context, fingerprint, contentFingerprint, guid, schema.content.type, ...columnsOf(schema)],
  );
  invariant(given, 'a context whose row is locked gives an id');
  if (!given.is_new) return (await knownId(tx, context, schema)) ?? given.id;
  await addReferences(tx, context, given.id, schema);
  return given.id;
}

async function addReferences(
  tx: Sql,
  context: string,
  id: number,
  schema: NewSchema,
): Promise<void> {
  const { references } = schema.content;
  if (references.length === 0) return;
  const targets = references.map(({ subject }) => parseSubject(subject, context));
  await tx.query(
    `INSERT INTO schema_references (context, schema_id, position, name, to_context, to_subject, to_version)
     SELECT $1, $2, position, name, to_context, to_subject, to_version
     FROM unnest($3::text[], $4::text[], $5::text[], $6::int[])
       WITH ORDINALITY AS t (name, to_context, to_subject, to_version, position)`,
    [
      context,
      id,
      references.map(({ name }) => name),
      targets.map((target) => target.context),
      targets.map((target) => target.subject),
      references.map(({ version }) => version),
    ],
  );
}

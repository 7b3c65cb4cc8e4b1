import { invariant, problem } from '#kernel';
import { registryProblems } from '../problems.js';
import type { SchemaContent, SchemaIdentity } from '../schema-identity.js';
import { parseSubject, type SubjectName } from '../subject-name.js';
import { rowsOf, type Sql } from './sql.js';
import { together } from './together.js';
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

/** PostgreSQL channel that hears, once it is committed, in which context contents were forgotten. */
export const FORGOTTEN_CHANNEL = 'concordat_schemas_forgotten';

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

  /** The id of other content under the same guid in a context. */
  async otherOfGuid(
    sql: Sql,
    context: string,
    { guid, fingerprint }: SchemaIdentity,
  ): Promise<number | undefined> {
    const rows = await rowsOf<{ id: number }>(
      sql,
      `SELECT id FROM schemas WHERE guid = $1 AND context = $2 AND fingerprint <> $3 LIMIT 1`,
      [guid, context, fingerprint],
    );
    return rows[0]?.id;
  },

  async greatestId(sql: Sql, context: string): Promise<number> {
    const rows = await rowsOf<{ last: number }>(
      sql,
      'SELECT last_schema_id AS last FROM contexts WHERE name = $1',
      [context],
    );
    return rows[0]?.last ?? 0;
  },

  /**
   * The id of a content, given now if it has none. Only new content waits for the context's row, as
   * many contents as are stored at once wait for it once.
   */
  idOf: (tx: Sql, context: string, schema: NewSchema): Promise<number> =>
    idIn(tx, { context, schema }),

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
    if (unused.length > 0)
      await rowsOf(tx, `SELECT pg_notify('${FORGOTTEN_CHANNEL}', $1)`, [context]);
  },
};

/** Contexts in one order, whoever takes their rows: nobody waits in a circle. */
const idIn = together(async (tx: Sql, asked: readonly { context: string; schema: NewSchema }[]) => {
  const ids = new Map<NewSchema, number>();
  const byContext = Map.groupBy(asked, ({ context }) => context);
  for (const context of [...byContext.keys()].sort()) {
    const wanted = (byContext.get(context) ?? []).map(({ schema }) => schema);
    const given = await idsIn(tx, context, wanted);
    for (const schema of wanted) {
      const id = given.get(keyOf(schema.identity.fingerprint));
      invariant(id, 'a context whose row is locked gives an id');
      ids.set(schema, id);
    }
  }
  return asked.map(({ schema }) => ids.get(schema) as number);
});

type Ids = ReadonlyMap<string, number>;
const keyOf = (fingerprint: Buffer) => fingerprint.toString('base64');

async function idsIn(tx: Sql, context: string, wanted: readonly NewSchema[]): Promise<Ids> {
  const distinct = new Map(wanted.map((each) => [keyOf(each.identity.fingerprint), each]));
  const known = await knownIds(tx, context, distinct);
  const unknown = new Map([...distinct].filter(([key]) => !known.has(key)));
  if (unknown.size === 0) return known;
  return new Map([...known, ...(await newIds(tx, context, unknown))]);
}

async function knownId(tx: Sql, context: string, schema: NewSchema): Promise<number | undefined> {
  const key = keyOf(schema.identity.fingerprint);
  return (await knownIds(tx, context, new Map([[key, schema]]))).get(key);
}

/** The share lock keeps `forgetUnused` away until this transaction has its versions. */
async function knownIds(
  tx: Sql,
  context: string,
  wanted: ReadonlyMap<string, NewSchema>,
): Promise<Ids> {
  const known = await rowsOf<{ id: number; fingerprint: Buffer; is_empty: boolean }>(
    tx,
    `SELECT id, fingerprint, text IS NULL AS is_empty FROM schemas
     WHERE context = $1 AND fingerprint = ANY($2::bytea[]) ORDER BY id FOR KEY SHARE`,
    [context, [...wanted.values()].map(({ identity }) => identity.fingerprint)],
  );
  for (const { id, fingerprint, is_empty } of known) {
    const schema = wanted.get(keyOf(fingerprint));
    if (schema && is_empty) await fill(tx, { context, id, schema });
  }
  return new Map(known.map(({ id, fingerprint }) => [keyOf(fingerprint), id]));
}

/** Content that was forgotten is back, under the id it had. */
async function fill(
  tx: Sql,
  { context, id, schema }: { context: string; id: number; schema: NewSchema },
): Promise<void> {
  await tx.query(
    `UPDATE schemas SET text = $3, reference_list = $4, metadata = $5, rule_set = $6
     WHERE context = $1 AND id = $2`,
    [context, id, ...columnsOf(schema)],
  );
  await addReferences(tx, context, id, schema);
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

async function newIds(
  tx: Sql,
  context: string,
  wanted: ReadonlyMap<string, NewSchema>,
): Promise<Ids> {
  await lockContext(tx, context);
  const list = [...wanted.values()];
  // A statement of its own: it must see what was committed while the lock was waited for.
  const given = await rowsOf<{ id: number; fingerprint: Buffer; is_new: boolean }>(
    tx,
    `WITH asked AS MATERIALIZED (
       SELECT * FROM unnest($2::bytea[], $3::bytea[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
         WITH ORDINALITY AS t (fingerprint, content, guid, type, text, reference_list, metadata, rule_set, n)),
     known AS MATERIALIZED (
       SELECT s.id, s.fingerprint FROM asked a
       JOIN schemas s ON (s.context, s.fingerprint) = ($1, a.fingerprint)),
     new AS MATERIALIZED (
       SELECT a.*, row_number() OVER (ORDER BY n) AS place FROM asked a
       WHERE a.fingerprint NOT IN (SELECT fingerprint FROM known)),
     next AS (UPDATE contexts SET last_schema_id = last_schema_id + (SELECT count(*) FROM new)
              WHERE name = $1 AND EXISTS (SELECT FROM new) RETURNING last_schema_id),
     made AS (INSERT INTO schemas (context, id, fingerprint, content_fingerprint, guid, type,
                                   text, reference_list, metadata, rule_set)
              SELECT $1, last_schema_id - (SELECT count(*) FROM new) + place,
                     fingerprint, content, guid, type, text, reference_list, metadata, rule_set
              FROM new, next RETURNING id, fingerprint)
     SELECT id, fingerprint, false AS is_new FROM known UNION ALL SELECT id, fingerprint, true FROM made`,
    [
      context,
      list.map(({ identity }) => identity.fingerprint),
      list.map(({ identity }) => identity.contentFingerprint),
      list.map(({ identity }) => identity.guid),
      list.map(({ content }) => content.type),
      ...[0, 1, 2, 3].map((column) => list.map((each) => columnsOf(each)[column])),
    ],
  );
  const ids = new Map(given.map(({ id, fingerprint }) => [keyOf(fingerprint), id]));
  const before = new Map([...wanted].filter(([key]) => !isNewIn(given, key)));
  if (before.size > 0) await knownIds(tx, context, before);
  for (const [key, schema] of wanted)
    if (!before.has(key)) await addReferences(tx, context, ids.get(key) ?? 0, schema);
  return ids;
}

const isNewIn = (given: readonly { fingerprint: Buffer; is_new: boolean }[], key: string) =>
  given.some(({ fingerprint, is_new }) => is_new && keyOf(fingerprint) === key);

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

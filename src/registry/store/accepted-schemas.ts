import type { Contract } from '#contract';
import { invariant } from '#kernel';
import type { SchemaSource } from '#schema';
import type { AcceptedSchema, EnforcedContract, PublishedContract } from '../published-contract.js';
import { eachNameOnce } from '../understand-schema.js';
import { references } from './references.js';
import { rowsOf, type Sql } from './sql.js';

interface Row extends Omit<AcceptedSchema, 'source'> {
  readonly contract: string;
  readonly isKey: boolean;
  readonly context: string;
  readonly type: SchemaSource['type'];
  readonly text: string;
  /** What the contract said is the event when it promised the version, or the one before it. */
  readonly message: string | null;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly isNewestOnly: boolean;
}

const EVERY_VERSION = 2 ** 31 - 1;

/** The versions `schema.accepts` adds to the one a contract promises. */
function spanOf({ accepts = 'exact' }: Contract['schema']): Span {
  const isNewestOnly = accepts === 'latest';
  if (accepts === 'exact') return { from: 0, to: 0, isNewestOnly };
  const { from = 1, to = EVERY_VERSION } = typeof accepts === 'object' ? accepts : {};
  return { from, to, isNewestOnly };
}

/** Adds to contracts what schemas they take events of; ask inside one snapshot. */
export async function withAcceptedSchemas(
  sql: Sql,
  published: readonly PublishedContract[],
  referenceDepth: number,
): Promise<readonly EnforcedContract[]> {
  const rows = [...(await acceptedRows(sql, published)), ...(await keyRows(sql, published))];
  const roots = rows.map(({ context, id }) => ({ context, id }));
  const reached = await references.reachedFromSchemas(sql, roots, referenceDepth);
  const byRoot = Map.groupBy(reached, ({ root }) => root);
  const schemas = rows.map((row, index) => {
    const { contract, isKey, id, guid, version, type, text, message } = row;
    const source = { type, text, references: eachNameOnce(byRoot.get(index + 1) ?? []) };
    return { contract, isKey, message, schema: { ...{ id, guid, version }, source } };
  });
  const byContract = Map.groupBy(schemas, ({ contract }) => contract);
  return published.map((each) => {
    const mine = byContract.get(each.id) ?? [];
    const all = mine.filter(({ isKey }) => !isKey).map((taken) => meant(each, taken));
    const keys = mine.filter(({ isKey }) => isKey).map(({ schema }) => schema);
    const own = all.find(({ version }) => version === each.schemaVersion);
    invariant(own, 'a contract in force has the schema it promises');
    return { ...each, accepted: [own, ...all.filter((schema) => schema !== own)], keys };
  });
}

/** A message that has another name now is accepted under the old one where an old version has it so. */
function meant(
  { contract }: PublishedContract,
  { schema, message }: { readonly schema: AcceptedSchema; readonly message: string | null },
): AcceptedSchema {
  const now = contract.schema.message;
  if (now === undefined) return schema;
  return { ...schema, source: { ...schema.source, messages: [message ?? now] } };
}

function acceptedRows(sql: Sql, published: readonly PublishedContract[]): Promise<readonly Row[]> {
  const spans = published.map(({ contract }) => spanOf(contract.schema));
  return rowsOf<Row>(
    sql,
    `SELECT t.id AS contract, false AS "isKey", s.context, s.id, s.guid, s.type, s.text, v.version,
            CASE WHEN s.type = 'PROTOBUF' THEN
              (SELECT m.document::jsonb #>> '{schema,message}' FROM contract_versions m
               WHERE m.contract_id = t.id AND m.schema_version <= v.version
                 AND (m.schema_context, m.schema_subject) = (v.context, v.subject)
               ORDER BY m.schema_version DESC, m.version DESC LIMIT 1) END AS message
     FROM unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::boolean[])
            AS t (id, version, first, last, newest_only)
     JOIN contract_versions c ON (c.contract_id, c.version) = (t.id, t.version)
     JOIN versions v ON (v.context, v.subject) = (c.schema_context, c.schema_subject)
      AND (v.version = c.schema_version OR (v.version BETWEEN t.first AND t.last AND NOT v.is_deleted
        AND NOT (t.newest_only AND EXISTS (SELECT FROM versions n
          WHERE (n.context, n.subject) = (v.context, v.subject) AND n.version > v.version AND NOT n.is_deleted))))
     JOIN schemas s ON (s.context, s.id) = (v.context, v.schema_id)
     WHERE s.text IS NOT NULL ORDER BY t.id COLLATE "C", v.version DESC`,
    [
      published.map(({ id }) => id),
      published.map(({ version }) => version),
      spans.map(({ from }) => from),
      spans.map(({ to }) => to),
      spans.map(({ isNewestOnly }) => isNewestOnly),
    ],
  );
}

/** Keys by the name Confluent's serializers give them: the topic, and `-key`. */
function keyRows(sql: Sql, published: readonly PublishedContract[]): Promise<readonly Row[]> {
  return rowsOf<Row>(
    sql,
    `SELECT t.id AS contract, true AS "isKey", s.context, s.id, s.guid, s.type, s.text, v.version,
            NULL AS message
     FROM unnest($1::text[], $2::int[], $3::text[]) AS t (id, version, topic)
     JOIN contract_versions c ON (c.contract_id, c.version) = (t.id, t.version)
     JOIN versions v ON (v.context, v.subject) = (c.schema_context, t.topic || '-key') AND NOT v.is_deleted
     JOIN schemas s ON (s.context, s.id) = (v.context, v.schema_id)
     WHERE s.text IS NOT NULL ORDER BY t.id COLLATE "C", v.version DESC`,
    [
      published.map(({ id }) => id),
      published.map(({ version }) => version),
      published.map(({ contract }) => contract.channel.topic),
    ],
  );
}

// A catalog as a large company has it, made of real schemas: the events of GitHub's webhooks, told in
// JSON Schema, Avro and Protobuf in turn, each with a history of versions, written straight into the tables.
// `node test/bench/fill-catalog.mjs <database url> [events]` fills a database a server has migrated.
import { pathToFileURL } from 'node:url';
import { DataSource } from 'typeorm';
import { githubSchemas } from './compat-pairs.mjs';
import { namedEvents } from './named-events.mjs';
import { root } from './started.mjs';

export const VERSIONS = 10;
const BATCH = 100;
const UNDESCRIBED = 1_000;
/** Above this the text costs more than it shows; the median of GitHub's events is 16 KB. */
const SCHEMA_BYTES_MAX = 12_000;

const built = (path) => import(`${root}dist/src/${path}`);

/** @param canonical the document the registry made of one contract: the others are like it */
export async function fillCatalog(dataSource, { events, canonical }) {
  const { describeSchema } = await built('registry/search/describe-schema.js');
  const { WeightedWords } = await built('registry/search/weighted-words.js');
  const real = githubSchemas().filter(
    ({ schema }) => JSON.stringify(schema).length <= SCHEMA_BYTES_MAX,
  );
  const run = (text, ...parameters) => dataSource.query(text, parameters);
  for (let from = 1; from < events; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, events - from) }, (_, i) => from + i);
    const made = numbers.map((n) => namedEvents(real, n, VERSIONS, canonical));
    const told = made.map(({ type, texts }) =>
      describeSchema({ type, text: texts.at(-1), references: [] }),
    );
    await fillSchemas(run, made, told);
    await fillContracts(run, made);
    await run(
      `INSERT INTO search_entries (kind, context, name, version, schema_id, type, title, tags, words)
       SELECT 'contract', '.', t.id, ${VERSIONS}, d.schema_id, s.type, d.title, '{}', own::tsvector || d.words
         FROM unnest($1::text[], $2::int[], $3::text[]) AS t (id, schema_id, own)
         JOIN schema_descriptions d ON (d.context, d.schema_id) = ('.', t.schema_id)
         JOIN schemas s ON (s.context, s.id) = ('.', t.schema_id)`,
      made.map(({ id }) => id),
      made.map(({ schemaIds }) => schemaIds.at(-1)),
      made.map(({ contract }) =>
        String(new WeightedWords().add('A', contract.id, contract.name, contract.owner.team)),
      ),
    );
    await fillTraffic(run, made);
  }
  await fillUndescribed(run);
  await run('UPDATE contracts_revision SET revision = $1', events * VERSIONS + 2);
  await run('UPDATE contexts SET last_schema_id = (SELECT max(id) FROM schemas)');
  await run('VACUUM ANALYZE');
}

async function fillSchemas(run, made, told) {
  const rows = made.flatMap(({ id, type, texts, schemaIds }, i) =>
    texts.map((text, v) => ({ id, type, text, v: v + 1, schemaId: schemaIds[v], told: told[i] })),
  );
  const of = (column) => rows.map(column);
  await run(
    `INSERT INTO schemas (context, id, guid, fingerprint, content_fingerprint, type, text, reference_list)
     SELECT '.', id, md5(id::text)::uuid, sha256(id::text::bytea), sha256(id::text::bytea), type, text, '[]'
       FROM unnest($1::int[], $2::text[], $3::text[]) AS t (id, type, text)`,
    of(({ schemaId }) => schemaId),
    of(({ type }) => type),
    of(({ text }) => text),
  );
  await run(
    `INSERT INTO schema_descriptions (context, schema_id, title, description, tags, fields, words)
     SELECT '.', id, title, description, '{}', fields, words::tsvector
       FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[])
         AS t (id, title, description, fields, words)`,
    of(({ schemaId }) => schemaId),
    of(({ told: { title } }) => title ?? null),
    of(({ told: { description } }) => description ?? null),
    // Only the newest version is searched.
    of(({ v, told: { fields } }) => (v === VERSIONS ? JSON.stringify(fields) : '[]')),
    of(({ v, told: { words } }) => (v === VERSIONS ? words : '')),
  );
  await run(
    `INSERT INTO subjects SELECT '.', id || '-value', ${VERSIONS} FROM unnest($1::text[]) AS id`,
    made.map(({ id }) => id),
  );
  await run(
    `INSERT INTO versions (context, subject, version, schema_id, created_by)
     SELECT '.', id || '-value', version, schema_id, 'bench'
       FROM unnest($1::text[], $2::int[], $3::int[]) AS t (id, version, schema_id)`,
    of(({ id }) => id),
    of(({ v }) => v),
    of(({ schemaId }) => schemaId),
  );
}

async function fillContracts(run, made) {
  await run(
    `INSERT INTO contracts (id, last_version, status, subject, topic, envelope_type)
     SELECT id, ${VERSIONS}, status, id || '-value', id, '' FROM unnest($1::text[], $2::text[]) AS t (id, status)`,
    made.map(({ id }) => id),
    made.map(({ contract }) => contract.status),
  );
  await run(
    `INSERT INTO contract_versions (contract_id, version, document, source_text, schema_context,
            schema_subject, schema_version, schema_id, published_by, revision, published_at, kinds)
     SELECT id, version, document, '', '.', id || '-value', version, schema_id, 'bench', schema_id,
            now() - ((${VERSIONS} - version) * 100 + n % 100) * interval '1 day' - n * interval '1 second',
            CASE WHEN version > 1 THEN ARRAY['version'] WHEN n % 50 = 0 THEN ARRAY['new', 'deprecated', 'sunset'] ELSE ARRAY['new'] END
       FROM unnest($1::text[], $2::text[], $3::int[]) AS t (id, document, n)
       JOIN versions ON (context, subject) = ('.', id || '-value')`,
    made.map(({ id }) => id),
    made.map(({ contract }) => JSON.stringify(contract)),
    made.map(({ n }) => n),
  );
}

/** Every event was sent in the last hour, every tenth the whole day, and some were refused. */
async function fillTraffic(run, made) {
  await run(
    `INSERT INTO tallies
     SELECT id, date_trunc('minute', now()) - minute * interval '1 minute', ${VERSIONS}, id,
            CASE WHEN isRefused THEN 'quarantined' ELSE 'accepted' END,
            CASE WHEN isRefused THEN 'TYPE_WRONG' ELSE '' END, 'service-' || (n % 400), 40, 400
       FROM unnest($1::text[], $2::int[]) AS t (id, n),
            generate_series(0, CASE WHEN n % 10 = 0 THEN 1400 ELSE 45 END, 15) AS minute,
            LATERAL (SELECT n % 25 = 0 AND minute % 2 = 1 AS isRefused) AS fate`,
    made.map(({ id }) => id),
    made.map(({ n }) => n),
  );
  const broken = made.filter(({ n }) => n % 10 === 0);
  await run(
    `INSERT INTO quarantine (id, fingerprint, topic, contract_id, contract_version, door, principal,
            reasons, is_kept, count)
     SELECT '01JD' || lpad(upper(to_hex(n * 10 + c)), 22, '0'), sha256((id || c)::bytea), id, id, ${VERSIONS},
            'http', 'service-' || (n % 400), jsonb_build_array(jsonb_build_object('code', 'TYPE_WRONG',
            'pointer', '/lines/' || c || '/price', 'message', 'A price is a number.')), false, 3
       FROM unnest($1::text[], $2::int[]) AS t (id, n), generate_series(0, 9) AS c`,
    broken.map(({ id }) => id),
    broken.map(({ n }) => n),
  );
}

/** Subjects nobody has put into a contract. */
async function fillUndescribed(run) {
  await run(
    `INSERT INTO subjects SELECT '.', 'legacy-' || n || '-value', 1 FROM generate_series(1, ${UNDESCRIBED}) AS n`,
  );
  await run(
    `INSERT INTO versions (context, subject, version, schema_id, created_by)
     SELECT '.', 'legacy-' || n || '-value', 1, (SELECT min(id) FROM schemas), 'bench'
       FROM generate_series(1, ${UNDESCRIBED}) AS n`,
  );
}

/** The document of the one contract that was published through the door. */
export async function canonicalOf(dataSource) {
  const [{ document }] = await dataSource.query('SELECT document FROM contract_versions LIMIT 1');
  return JSON.parse(document);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const dataSource = new DataSource({ type: 'postgres', url: process.argv[2] });
  await dataSource.initialize();
  const canonical = await canonicalOf(dataSource);
  await fillCatalog(dataSource, { events: Number(process.argv[3] ?? 10_000), canonical });
  await dataSource.destroy();
}

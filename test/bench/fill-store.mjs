// Puts many schemas straight into the tables, as registering them would have: a hundred thousand
// requests would only measure patience.
import { identityOf } from '../../dist/src/registry/schema-identity.js';
import { avroRequest } from './registry-schemas.mjs';

const BATCH = 5_000;
const text = (n) => avroRequest.schema.replaceAll('{n}', String(n).padStart(8, '0'));

/** Subjects `store-0` and on, until there are so many, or one subject `versions-N` with N of them. */
export async function fillStore(sql, { schemas, versions }) {
  const { rows } = await sql.query(
    `SELECT count(*)::int AS n FROM subjects WHERE name LIKE 'store-%'`,
  );
  const from = versions ? 0 : rows[0].n;
  for (let n = from; n < (versions ?? schemas); n += BATCH) {
    const to = Math.min(n + BATCH, versions ?? schemas);
    const numbers = Array.from({ length: to - n }, (_, i) => n + i);
    const subjects = numbers.map((each) => (versions ? `versions-${versions}` : `store-${each}`));
    await addAll(sql, { numbers, subjects, versions: versions && numbers.map((each) => each + 1) });
  }
  await sql.query('VACUUM ANALYZE');
}

async function addAll(sql, { numbers, subjects, versions }) {
  const contents = numbers.map((n) => ({ type: 'AVRO', text: text(n), references: [] }));
  const identities = contents.map(identityOf);
  await sql.query('BEGIN');
  await sql.query(
    `WITH asked AS (SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::text[])
                      WITH ORDINALITY AS t (guid, fingerprint, content, text, n)),
     context AS (UPDATE contexts SET last_schema_id = last_schema_id + (SELECT count(*) FROM asked)
                 WHERE name = '.' RETURNING last_schema_id)
     INSERT INTO schemas (context, id, guid, fingerprint, content_fingerprint, type, text, reference_list)
     SELECT '.', last_schema_id - (SELECT count(*) FROM asked) + n, guid, fingerprint, content, 'AVRO', text, '[]'
     FROM asked, context ON CONFLICT (context, fingerprint) DO NOTHING`,
    [
      identities.map(({ guid }) => guid),
      identities.map(({ fingerprint }) => fingerprint),
      identities.map(({ contentFingerprint }) => contentFingerprint),
      contents.map((content) => content.text),
    ],
  );
  await sql.query(
    `INSERT INTO subjects AS u (context, name, last_version)
     SELECT '.', name, max(version) FROM unnest($1::text[], $2::int[]) AS t (name, version) GROUP BY name
     ON CONFLICT (context, name) DO UPDATE SET last_version = EXCLUDED.last_version`,
    [subjects, versions ?? subjects.map(() => 1)],
  );
  await sql.query(
    `INSERT INTO versions (context, subject, version, schema_id, created_by)
     SELECT '.', t.name, t.version, s.id, 'bench'
     FROM unnest($1::text[], $2::int[], $3::bytea[]) AS t (name, version, fingerprint)
     JOIN schemas s ON (s.context, s.fingerprint) = ('.', t.fingerprint)`,
    [subjects, versions ?? subjects.map(() => 1), identities.map(({ fingerprint }) => fingerprint)],
  );
  await sql.query('COMMIT');
}

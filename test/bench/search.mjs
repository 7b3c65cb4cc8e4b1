// GET /v1/search over many subjects, asked one after the other through HTTP, with the times of the
// answers. `node test/bench/search.mjs [subjects]` after a build; it brings its own PostgreSQL.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAverage, thisMachine } from './this-machine.mjs';

const root = new URL('../..', import.meta.url).pathname;
const built = (path) => import(join(root, 'dist/src', path));
const SUBJECTS = Number(process.argv[2] ?? 100_000);
const ROUNDS = 40;
const NOUNS = 'order refund parcel invoice payment customer cart stock price shipment'.split(' ');
const VERBS = 'placed issued sent moved opened closed merged changed'.split(' ');
const FIELDS =
  'customerEmail unitPrice trackingCode createdAt countryCode lineItems taxRate sku'.split(' ');
const pick = (list, n) => list[n % list.length];

const schemaOf = (n) =>
  JSON.stringify({
    title: `${pick(NOUNS, n)} ${pick(VERBS, n >> 3)} ${n}`,
    description: `What team ${n % 97} tells when a ${pick(NOUNS, n + 1)} was ${pick(VERBS, n)}.`,
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        i < 8 ? pick(FIELDS, n * 3 + i) + (i > 4 ? n % 1_000 : '') : `field${(n * 7 + i) % 5_000}`,
        { type: 'string', description: `Said by ${pick(VERBS, n + i)} number ${n % 777}.` },
      ]),
    ),
  });

async function fill(dataSource, describeSchema) {
  const BATCH = 1_000;
  for (let from = 0; from < SUBJECTS; from += BATCH) {
    const ids = Array.from({ length: BATCH }, (_, i) => from + i + 1);
    const texts = ids.map(schemaOf);
    const told = texts.map((text) => describeSchema({ type: 'JSON', text, references: [] }));
    const names = ids.map(
      (n) => `${pick(NOUNS, n)}s.${pick(NOUNS, n)}-${pick(VERBS, n >> 3)}-${n}-value`,
    );
    const run = (text, ...parameters) => dataSource.query(text, parameters);
    await run(
      `INSERT INTO schemas (context, id, guid, fingerprint, content_fingerprint, type, text, reference_list)
       SELECT '.', id, md5(text)::uuid, sha256(text::bytea), sha256(text::bytea), 'JSON', text, '[]'
       FROM unnest($1::int[], $2::text[]) AS t (id, text)`,
      ids,
      texts,
    );
    await run(`INSERT INTO subjects SELECT '.', name, 1 FROM unnest($1::text[]) AS name`, names);
    await run(
      `INSERT INTO versions (context, subject, version, schema_id, created_by)
       SELECT '.', name, 1, id, 'bench' FROM unnest($1::text[], $2::int[]) AS t (name, id)`,
      names,
      ids,
    );
    await run(
      `INSERT INTO schema_descriptions (context, schema_id, title, description, tags, fields, words)
       SELECT '.', id, title, description, '{}', fields, words::tsvector
       FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[])
         AS t (id, title, description, fields, words)`,
      ids,
      told.map(({ title }) => title),
      told.map(({ description }) => description),
      told.map(({ fields }) => JSON.stringify(fields)),
      told.map(({ words }) => words),
    );
    const { WeightedWords } = await built('registry/search/weighted-words.js');
    await run(
      `INSERT INTO search_entries (kind, context, name, version, schema_id, type, title, description, tags, words)
       SELECT 'subject', '.', name, 1, id, 'JSON', d.title, d.description, '{}', own::tsvector || d.words
       FROM unnest($1::text[], $2::int[], $3::text[]) AS t (name, id, own)
       JOIN schema_descriptions d ON (d.context, d.schema_id) = ('.', id)`,
      names,
      ids,
      names.map((name) => String(new WeightedWords().add('A', name))),
    );
  }
  await dataSource.query('ANALYZE');
}

const QUESTIONS = {
  'one subject': (n) => `order-placed-${n * 97}`,
  'two words of a name': (n) => `${pick(NOUNS, n)} ${pick(VERBS, n >> 2)}`,
  'a field': (n) => `field${n * 31}`,
  'a field of many': (n) => pick(FIELDS, n),
  'the beginning of many': (n) => pick(NOUNS, n).slice(0, 3),
  nothing: (n) => `nowhere${n}`,
};

const at = (times, share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];

const dataDir = mkdtempSync(join(tmpdir(), 'concordat-bench-'));
const { openDataSource, migrate } = await built('app/data-source.js');
const { startEmbeddedPostgres } = await built('app/embedded-postgres.js');
const postgres = await startEmbeddedPostgres(dataDir, () => undefined);
const { describeSchema } = await built('registry/search/describe-schema.js');
const child = spawn(process.execPath, ['bin/concordat.js', 'start'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  env: {
    PATH: process.env.PATH,
    DATABASE_URL: postgres.url,
    CONCORDAT_REGISTRY_PORT: '0',
    CONCORDAT_GATEWAY_PORT: '0',
    CONCORDAT_LOG_LEVEL: 'error',
  },
});
try {
  const [{ registryUrl }] = await once(child, 'message');
  const dataSource = openDataSource(postgres.url, 2);
  await dataSource.initialize();
  await migrate(dataSource);
  await fill(dataSource, describeSchema);
  await dataSource.destroy();
  console.log(`${SUBJECTS} subjects; ${thisMachine().cores} cores, load ${loadAverage()}`);
  const rows = [];
  for (const [name, question] of Object.entries(QUESTIONS)) {
    const times = [];
    let found = 0;
    for (let n = 1; n <= ROUNDS; n++) {
      const began = performance.now();
      const answer = await fetch(`${registryUrl}/v1/search?q=${encodeURIComponent(question(n))}`);
      found = Math.max(found, (await answer.json()).total);
      times.push(performance.now() - began);
    }
    times.sort((a, b) => a - b);
    const ms = (share) => `${at(times, share).toFixed(1)} ms`;
    const [p50Ms, p95Ms] = [0.5, 0.95].map((share) => Number(at(times, share).toPrecision(3)));
    rows.push({ name, p50Ms, p95Ms, found });
    console.log(`${name}: p50 ${ms(0.5)}, p95 ${ms(0.95)}, at most ${found} found`);
  }
  const results = {
    measuredOn: new Date().toISOString().slice(0, 10),
    machine: { ...thisMachine(), loadAverage: loadAverage() },
    subjects: SUBJECTS,
    rows,
  };
  writeFileSync(
    new URL('search-results.json', import.meta.url),
    `${JSON.stringify(results, undefined, 2)}\n`,
  );
} finally {
  child.kill('SIGTERM');
  await once(child, 'exit');
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

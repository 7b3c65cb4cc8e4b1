// The catalog of 10,000 events with 100,000 versions, made by schemas of many shapes: how fast the
// server answers, in its own CPU time and as a reader waits, and when a browser that is four times
// slower has painted the list. `node test/bench/catalog.mjs [events]` after a build; its own PostgreSQL.
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DataSource } from 'typeorm';
import { processes, root, started } from './started.mjs';

const EVENTS = Number(process.argv[2] ?? 10_000);
const VERSIONS = 10;
const ROUNDS = 60;
const NOUNS = 'order refund parcel invoice payment customer cart stock price shipment'.split(' ');
const VERBS = 'placed issued sent moved opened closed merged changed'.split(' ');
const FIELDS =
  'customerEmail unitPrice trackingCode createdAt countryCode lineItems taxRate sku'.split(' ');
const pick = (list, n) => list[n % list.length];

function schemaOf(n, version) {
  const properties = {};
  for (let i = 0; i < 10 + version; i++)
    properties[
      i < 8 ? `${pick(FIELDS, n + i)}${i > 4 ? n % 900 : ''}` : `field${(n * 7 + i) % 5_000}`
    ] =
      i % 4 === 3
        ? { type: 'object', properties: { id: { type: 'string' }, amount: { type: 'number' } } }
        : { type: 'string', maxLength: 40 + i, description: `Said by ${pick(VERBS, n + i)}.` };
  return JSON.stringify({ type: 'object', properties });
}

const idOf = (n) => `${pick(NOUNS, n)}s.${pick(NOUNS, n)}-${pick(VERBS, n >> 3)}-${n}`;
const contractOf = (n) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: idOf(n),
  name: `${pick(NOUNS, n)} ${pick(VERBS, n >> 3)} ${n}`,
  status: n % 50 ? 'active' : 'deprecated',
  domain: `${pick(NOUNS, n)}s`,
  owner: { team: `team-${n % 97}`, contact: '#team' },
  description: {
    purpose: `What team ${n % 97} tells when a ${pick(NOUNS, n)} was ${pick(VERBS, n)}.`,
  },
  tags: [pick(VERBS, n)],
  schema: { format: 'json-schema', definition: JSON.parse(schemaOf(n, 0)) },
  channel: { topic: idOf(n) },
  ...(n % 50 === 0 && { deprecation: { from: '2026-01-01', sunset: '2027-06-30' } }),
});

/** One is published through the door, so that the document is the registry's own; the rest is like it. */
async function fill(dataSource, registryUrl) {
  const sent = await fetch(`${registryUrl}/v1/contracts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(contractOf(0)),
  });
  if (!sent.ok) throw new Error(`The first contract: ${sent.status} ${await sent.text()}`);
  const [{ document }] = await dataSource.query('SELECT document FROM contract_versions');
  const canonical = JSON.parse(document);
  const run = (text, ...parameters) => dataSource.query(text, parameters);
  const BATCH = 250;
  for (let from = 1; from < EVENTS; from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, EVENTS - from) }, (_, i) => from + i);
    const rows = numbers.flatMap((n) =>
      Array.from({ length: VERSIONS }, (_, v) => ({
        n,
        v: v + 1,
        schemaId: n * VERSIONS + v + 10,
      })),
    );
    const documents = numbers.map((n) => {
      const contract = contractOf(n);
      delete contract.schema;
      delete contract.apiVersion;
      delete contract.kind;
      const subject = `${idOf(n)}-value`;
      return JSON.stringify({
        ...canonical,
        ...contract,
        schema: { ...canonical.schema, subject },
        channel: { ...canonical.channel, ...contract.channel },
      });
    });
    const byRow = (column) => rows.map(column);
    const subjects = byRow(({ n }) => `${idOf(n)}-value`);
    await run(
      `INSERT INTO schemas (context, id, guid, fingerprint, content_fingerprint, type, text, reference_list)
       SELECT '.', id, md5(id::text)::uuid, sha256(id::text::bytea), sha256(id::text::bytea), 'JSON', text, '[]'
         FROM unnest($1::int[], $2::text[]) AS t (id, text)`,
      byRow(({ schemaId }) => schemaId),
      byRow(({ n, v }) => schemaOf(n, v)),
    );
    await run(
      `INSERT INTO subjects SELECT '.', name, ${VERSIONS} FROM unnest($1::text[]) AS name`,
      numbers.map((n) => `${idOf(n)}-value`),
    );
    await run(
      `INSERT INTO versions (context, subject, version, schema_id, created_by)
       SELECT '.', subject, version, id, 'bench' FROM unnest($1::text[], $2::int[], $3::int[]) AS t (subject, version, id)`,
      subjects,
      byRow(({ v }) => v),
      byRow(({ schemaId }) => schemaId),
    );
    await run(
      `INSERT INTO contracts (id, last_version, status, subject, topic, envelope_type)
       SELECT id, ${VERSIONS}, document::jsonb ->> 'status', id || '-value', id, ''
         FROM unnest($1::text[], $2::text[]) AS t (id, document)`,
      numbers.map(idOf),
      documents,
    );
    await run(
      `INSERT INTO contract_versions (contract_id, version, document, source_text, schema_context,
              schema_subject, schema_version, schema_id, published_by, revision)
       SELECT id, version, document, '', '.', id || '-value', version, schema_id, 'bench', 2
         FROM unnest($1::text[], $2::int[], $3::text[], $4::int[]) AS t (id, version, document, schema_id)`,
      byRow(({ n }) => idOf(n)),
      byRow(({ v }) => v),
      byRow(({ n }) => documents[n - from]),
      byRow(({ schemaId }) => schemaId),
    );
    // Something came of every tenth event in each of the last minutes.
    await run(
      `INSERT INTO tallies SELECT id, date_trunc('minute', now()) - minute * interval '1 minute', ${VERSIONS},
              id, 'accepted', '', 'service-' || (length(id) % 13), 40, 400
         FROM unnest($1::text[]) AS id, generate_series(0, 29) AS minute`,
      numbers.filter((n) => n % 10 === 0).map(idOf),
    );
  }
  await run('UPDATE contracts_revision SET revision = 2');
  await run('ANALYZE');
}

const percentile = (times, share) =>
  times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))];

async function timed(url, pid) {
  const cpu = () => processes(pid).find((row) => row.pid === pid)?.cpu ?? 0;
  const times = [];
  const before = cpu();
  for (let i = 0; i < ROUNDS; i++) {
    const at = performance.now();
    const answer = await fetch(url(i));
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${url(i)}: ${answer.status}`);
    times.push(performance.now() - at);
  }
  return {
    p50Ms: Math.round(percentile(times, 0.5) * 10) / 10,
    p95Ms: Math.round(percentile(times, 0.95) * 10) / 10,
    cpuMs: Math.round(((cpu() - before) / ROUNDS) * 1e4) / 10,
  };
}

const LARGEST_PAINT = `new Promise((resolve) =>
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
    type: 'largest-contentful-paint', buffered: true }))`;

/** When the largest thing of the list is painted, in a browser on a four times slower processor. */
async function painted(registryUrl) {
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({
    executablePath: process.env.CONCORDAT_TEST_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const times = [];
  for (let i = 0; i < 5; i++) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto(registryUrl, { waitUntil: 'load' });
    await page.locator('[data-row]').first().waitFor();
    await page.waitForTimeout(1_500);
    times.push(await page.evaluate(LARGEST_PAINT));
    await page.close();
  }
  await browser.close();
  return { p50Ms: Math.round(percentile(times, 0.5)), worstMs: Math.round(Math.max(...times)) };
}

async function firstViewBytes() {
  const folder = join(root, 'dist/ui/assets');
  const html = readFileSync(join(root, 'dist/ui/index.html'), 'utf8');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js.gz'));
  const loaded = names.filter((name) => html.includes(name.replace('.gz', '')));
  const sizes = await Promise.all(loaded.map((name) => stat(join(folder, name))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

const home = await mkdtemp(join(tmpdir(), 'concordat-catalog-bench-'));
const { startEmbeddedPostgres } = await import(join(root, 'dist/src/app/embedded-postgres.js'));
const postgres = await startEmbeddedPostgres(join(home, 'data'), () => undefined);
const databaseUrl = postgres.url;
const concordat = await started('bin/concordat.js', ['start'], {
  DATABASE_URL: databaseUrl,
  CONCORDAT_REGISTRY_PORT: '0',
  CONCORDAT_GATEWAY_PORT: '0',
  CONCORDAT_LOG_LEVEL: 'error',
});
const dataSource = new DataSource({ type: 'postgres', url: databaseUrl });
try {
  await dataSource.initialize();
  const { registryUrl, pid } = concordat;
  await fill(dataSource, registryUrl);
  const api = (path) => (i) =>
    `${registryUrl}/catalog/v1/${path.replace('{id}', idOf((i * 37) % EVENTS))}`;
  const begun = performance.now();
  await (await fetch(api('events')(0))).arrayBuffer();
  const result = {
    events: EVENTS,
    versions: (EVENTS - 1) * VERSIONS + 1,
    processors: cpus().length,
    load: Math.round(loadavg()[0] * 10) / 10,
    firstIndexMs: Math.round(performance.now() - begun),
    list: await timed(api('events?limit=100'), pid),
    search: await timed(api('events?limit=100&q=unitprice+order'), pid),
    event: await timed(api('events/{id}'), pid),
    activity: await timed(api('events/{id}/activity'), pid),
    parties: await timed(api('events/{id}/parties'), pid),
    lineage: await timed(api('lineage?of=event:{id}'), pid),
    home: await timed(api('home'), pid),
    health: await timed(api('health'), pid),
    sunsets: await timed(api('sunsets'), pid),
    rssMb: Math.round(processes(pid).find((row) => row.pid === pid)?.rssMb ?? 0),
    largestPaint: await painted(registryUrl),
    firstViewKb: Math.round((await firstViewBytes()) / 102.4) / 10,
  };
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
} finally {
  await dataSource.destroy().catch(() => undefined);
  await concordat.stop();
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
}

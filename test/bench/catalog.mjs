// The catalog of 10,000 events with 100,000 versions of real schemas (fill-catalog.mjs), while some of
// them are sent: how fast the server answers for every page, and when a browser that is four times
// slower has painted it. `node test/bench/catalog.mjs [events]` after a build; its own PostgreSQL.
// The registry runs without a gateway, which would compile ten thousand contracts meanwhile.
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { pagesToPaint, timePages } from './catalog-pages.mjs';
import { canonicalOf, fillCatalog, VERSIONS } from './fill-catalog.mjs';
import { contractOf, idOf } from './named-events.mjs';
import { painted } from './painted.mjs';
import { processes, root, started } from './started.mjs';
import { loadAverage, thisMachine } from './this-machine.mjs';

const EVENTS = Number(process.argv[2] ?? 10_000);
const SENT_A_SECOND = 100;

/** One is published through the door, so that the documents of all are the registry's own. */
async function publishFirst(registryUrl) {
  const sent = await fetch(`${registryUrl}/v1/contracts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(contractOf(0, { type: 'object', properties: { id: { type: 'string' } } })),
  });
  if (!sent.ok) throw new Error(`The first contract: ${sent.status} ${await sent.text()}`);
}

/** As gateways write: every second other events are counted, and a refused one comes again. */
const COUNT = `
  INSERT INTO tallies AS held
  SELECT id, date_trunc('minute', now()), ${VERSIONS}, id, verdict, reason, 'service-' || n, 40, 400
    FROM unnest($1::text[]) WITH ORDINALITY AS event (id, n),
         (VALUES ('accepted', ''), ('rejected', 'TYPE_WRONG')) AS fate (verdict, reason)
   ORDER BY id, verdict
  ON CONFLICT (contract_id, minute, contract_version, topic, verdict, reason, producer)
  DO UPDATE SET count = held.count + excluded.count`;
const REPEAT = `
  UPDATE quarantine SET count = count + 1, last_seen = now()
   WHERE id = (SELECT max(id) FROM quarantine WHERE state = 'open')`;

async function send(dataSource, signal) {
  for (let second = 0; !signal.aborted; second++) {
    const place = (i) => (second * SENT_A_SECOND + i) % EVENTS;
    const ids = Array.from({ length: SENT_A_SECOND }, (_, i) => idOf(place(i)));
    await dataSource.query(COUNT, [ids]);
    await dataSource.query(REPEAT);
    await sleep(1_000, undefined, { signal }).catch(() => undefined);
  }
}

async function measure({ registryUrl, pid }, begun) {
  await (await fetch(`${registryUrl}/catalog/v1/home`)).arrayBuffer();
  const firstAnswerMs = Math.round(performance.now() - begun);
  const { rows, undrawn } = await timePages({ registryUrl, pid }, EVENTS);
  const rssMb = Math.round(processes(pid).find((row) => row.pid === pid)?.rssMb ?? 0);
  const paints = await painted(registryUrl, await pagesToPaint(registryUrl, EVENTS));
  return { firstAnswerMs, rows, undrawn, rssMb, paints };
}

const home = await mkdtemp(join(tmpdir(), 'concordat-catalog-bench-'));
const { startEmbeddedPostgres } = await import(join(root, 'dist/src/app/embedded-postgres.js'));
const postgres = await startEmbeddedPostgres(join(home, 'data'), () => undefined);
const start = () =>
  started('bin/concordat.js', ['start'], {
    DATABASE_URL: postgres.url,
    CONCORDAT_ROLE: 'registry',
    CONCORDAT_REGISTRY_PORT: '0',
    CONCORDAT_GATEWAY_PORT: '0',
    CONCORDAT_LOG_LEVEL: 'error',
  });
const dataSource = new DataSource({ type: 'postgres', url: postgres.url });
const over = new AbortController();
let concordat = await start();
try {
  await dataSource.initialize();
  await publishFirst(concordat.registryUrl);
  await concordat.stop();
  await fillCatalog(dataSource, { events: EVENTS, canonical: await canonicalOf(dataSource) });
  const loadBefore = loadAverage();
  concordat = await start();
  const sending = send(dataSource, over.signal);
  const measured = await measure(concordat, performance.now());
  over.abort();
  await sending;
  const results = {
    measuredOn: new Date().toISOString().slice(0, 10),
    machine: { ...thisMachine(), loadAverage: loadBefore },
    events: EVENTS,
    versions: (EVENTS - 1) * VERSIONS + 1,
    ...measured,
  };
  const text = `${JSON.stringify(results, undefined, 2)}\n`;
  process.stdout.write(text);
  writeFileSync(new URL('catalog-results.json', import.meta.url), text);
} finally {
  over.abort();
  await dataSource.destroy().catch(() => undefined);
  await concordat.stop();
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
}

// The catalog of 10,000 events with 100,000 versions of real schemas (fill-catalog.mjs): how fast the
// server answers, in its own CPU time and as a reader waits, and when a browser that is four times
// slower has painted the list. `node test/bench/catalog.mjs [events]` after a build; its own PostgreSQL.
// The registry runs without a gateway, which would compile ten thousand contracts meanwhile.
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { DataSource } from 'typeorm';
import { canonicalOf, fillCatalog, VERSIONS } from './fill-catalog.mjs';
import { contractOf, idOf } from './named-events.mjs';
import { processes, root, started } from './started.mjs';

const EVENTS = Number(process.argv[2] ?? 10_000);
const ROUNDS = 60;

/** One is published through the door, so that the documents of all are the registry's own. */
async function publishFirst(registryUrl) {
  const sent = await fetch(`${registryUrl}/v1/contracts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(contractOf(0, { type: 'object', properties: { id: { type: 'string' } } })),
  });
  if (!sent.ok) throw new Error(`The first contract: ${sent.status} ${await sent.text()}`);
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
    await page.locator('[data-row]').first().waitFor({ timeout: 120_000 });
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
const start = () =>
  started('bin/concordat.js', ['start'], {
    DATABASE_URL: databaseUrl,
    CONCORDAT_ROLE: 'registry',
    CONCORDAT_REGISTRY_PORT: '0',
    CONCORDAT_GATEWAY_PORT: '0',
    CONCORDAT_LOG_LEVEL: 'error',
  });
let concordat = await start();
const dataSource = new DataSource({ type: 'postgres', url: databaseUrl });
try {
  await dataSource.initialize();
  await publishFirst(concordat.registryUrl);
  await concordat.stop();
  await fillCatalog(dataSource, { events: EVENTS, canonical: await canonicalOf(dataSource) });
  concordat = await start();
  const { registryUrl, pid } = concordat;
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
    list: await timed(api('events'), pid),
    search: await timed(
      (i) =>
        `${registryUrl}/catalog/v1/events?q=${['repository', 'login', 'installation order', 'html_url'][i % 4]}${'abc'[i % 3]}`,
      pid,
    ),
    event: await timed(api('events/{id}'), pid),
    activity: await timed(api('events/{id}/activity'), pid),
    parties: await timed(api('events/{id}/parties'), pid),
    lineage: await timed(api('lineage?of=event:{id}'), pid),
    home: await timed(api('home'), pid),
    health: await timed(api('health'), pid),
    sunsets: await timed(api('sunsets'), pid),
    quarantine: await timed(api('quarantine'), pid),
    undescribed: await timed(api('subjects'), pid),
    rssMb: Math.round(processes(pid).find((row) => row.pid === pid)?.rssMb ?? 0),
    largestPaint: await painted(registryUrl),
    firstViewKb: Math.round((await firstViewBytes()) / 102.4) / 10,
  };
  const text = `${JSON.stringify(result, null, 2)}\n`;
  process.stdout.write(text);
  writeFileSync(join(root, 'test/bench/catalog-results.json'), text);
} finally {
  await dataSource.destroy().catch(() => undefined);
  await concordat.stop();
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
}

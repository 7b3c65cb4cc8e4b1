// The registry's hot roads against bare servers in the same run, the cost of a look-up as subjects
// and the store grow, what hostile definitions cost, and the memory of a registry on 100,000 schemas.
// `node test/bench/registry.mjs`
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { fillStore } from './fill-store.mjs';
import { forgetting } from './forgetting.mjs';
import { hostile } from './hostile.mjs';
import { measure } from './measure.mjs';
import { avroRequest, jsonRequest, protobufRequest } from './registry-schemas.mjs';
import { tableOf, targetsMet } from './registry-targets.mjs';
import { processes, root, started } from './started.mjs';
import { loadAverage, thisMachine } from './this-machine.mjs';

const TYPE = 'application/vnd.schemaregistry.v1+json';
const plan = { connections: 64, warmUpMs: 1_500, measureMs: 5_000 };
const ROUNDS = 3;
const KNOWN = 200;
/** As deploy/README.md advises for a process that is a registry and nothing else. */
const NODE_OPTIONS = '--max-semi-space-size=8';
/** Compiled hot, and every known schema met, however little of the machine is ours. */
const WARM = { again: 3_000, first: 1_500 };
const isShort = process.argv.includes('--short');
const home = mkdtempSync(join(tmpdir(), 'concordat-bench-'));
const number = (value, digits = 0) => value.toLocaleString('en', { maximumFractionDigits: digits });
const figure = (value) => (value === undefined ? undefined : Number(value.toPrecision(3)));
const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
let unused = 1_000_000;

async function run({ url, pid }, row) {
  const headers = row.method === 'GET' ? {} : { 'Content-Type': TYPE };
  const from = row.isDistinct ? (unused += 1_000_000) : (row.from ?? 0);
  const result = await measure(pid, { ...plan, ...row, url, headers, from });
  const refused = Object.keys(result.statuses).filter(
    (status) => status !== '200' && !row.takes?.includes(status),
  );
  if (refused.length > 0) throw new Error(`${row.name}: ${JSON.stringify(result)}`);
  return result;
}

/** Turn and turn about, because other work on the machine comes and goes; medians of the rounds. */
async function compared(baseline, subject) {
  const rounds = [];
  for (let round = 0; round < (isShort ? 1 : ROUNDS); round++) {
    const bare = await run(baseline.server, baseline.row);
    rounds.push({ bare, ours: await run(subject.server, subject.row) });
  }
  const of = (pick) => figure(median(rounds.map(pick)));
  const row = {
    name: subject.row.name,
    comparedWith: baseline.row.name,
    requestsPerSecond: of(({ ours }) => ours.requestsPerSecond),
    ofBaseline: of(({ bare, ours }) => ours.requestsPerSecond / bare.requestsPerSecond),
    cpuOfBaseline: of(({ bare, ours }) => ours.requestsPerCpuSecond / bare.requestsPerCpuSecond),
    requestsPerCpuSecond: of(({ ours }) => ours.requestsPerCpuSecond),
    requestsPerCpuSecondOfAll: of(({ ours }) => ours.requestsPerCpuSecondOfAll),
    p50Ms: of(({ ours }) => ours.p50Ms),
    p99Ms: of(({ ours }) => ours.p99Ms),
    baselinePerSecond: of(({ bare }) => bare.requestsPerSecond),
  };
  process.stdout.write(
    `  ${row.name}: ${number(row.requestsPerSecond)}/s, ${number(row.ofBaseline * 100)} % of "${row.comparedWith}" (${number(row.baselinePerSecond)}/s); ` +
      `${number(row.requestsPerCpuSecond)} a CPU-s of its process (${number(row.cpuOfBaseline * 100)} %), ${number(row.requestsPerCpuSecondOfAll)} of all; p50 ${row.p50Ms} ms\n`,
  );
  return row;
}

const post = (path, body) => ({ path, body: JSON.stringify(body) });

async function roads(registry, bare, sql) {
  await fillStore(sql, { schemas: KNOWN });
  const again = {
    ...post('/subjects/store-{i}/versions', avroRequest),
    cycle: KNOWN,
    warmUpRequests: WARM.again,
  };
  const get = {
    path: '/schemas/ids/{i}',
    from: 3,
    cycle: KNOWN - 2,
    method: 'GET',
    warmUpRequests: WARM.again,
  };
  const rows = [
    ['bare Fastify, the same bytes', get, 'GET /schemas/ids/{id}, known to the process', get],
    ['bare Fastify, body parsed', again, 'registered again, 200 known Avro schemas', again],
    ...[
      ['Avro, 0.3 KB', avroRequest],
      ['JSON Schema, 1.3 KB', jsonRequest],
      ['Protobuf, 0.3 KB', protobufRequest],
    ].map(([language, body]) => [
      'bare Fastify, one row a commit',
      { ...post('/rows/{i}', body), isDistinct: true, warmUpRequests: WARM.first },
      `registered first: ${language}, each under a subject of its own`,
      {
        ...post('/subjects/first-{i}/versions', body),
        isDistinct: true,
        warmUpRequests: WARM.first,
      },
    ]),
  ];
  const measured = [];
  for (const [bareName, bareRow, name, row] of rows)
    measured.push(
      await compared(
        { server: bare, row: { ...bareRow, name: bareName } },
        { server: registry, row: { ...row, name } },
      ),
    );
  return measured;
}

/** Registering again must have found what was there: else something else was measured. */
async function checkNothingWasAdded(sql) {
  const { rows } = await sql.query('SELECT max(last_version) AS last FROM subjects');
  if (rows[0].last !== 1) throw new Error('a known schema was registered as a new version');
}

/**
 * What one look-up costs all processes, as the store grows under it. The address is another one each
 * time, so nobody answers from memory.
 */
async function curve(registry, sql) {
  const rows = [];
  const lookUps = async (told, row) => {
    const result = await run(registry, {
      ...row,
      connections: 16,
      warmUpMs: 1_000,
      measureMs: 3_000,
    });
    const cost = {
      cpuMsOfAll: figure(1_000 / result.requestsPerCpuSecondOfAll),
      cpuMsOfPostgres: figure(result.cpuMsPerRequestOfPostgres),
      p50Ms: figure(result.p50Ms),
    };
    process.stdout.write(`  ${JSON.stringify({ ...told, ...cost })}\n`);
    rows.push({ ...told, ...cost });
  };
  for (const schemas of isShort ? [1_000] : [1_000, 10_000, 100_000]) {
    await fillStore(sql, { schemas });
    const many = { from: 0, cycle: 1_000 };
    await lookUps(
      { schemas, what: 'look-up by content' },
      { name: 'store', ...post('/subjects/store-{i}?{k}', avroRequest), ...many },
    );
    await lookUps(
      { schemas, what: 'registered again' },
      { name: 'store', ...post('/subjects/store-{i}/versions?{k}', avroRequest), ...many },
    );
  }
  for (const versions of isShort ? [10] : [10, 100, 1_000, 10_000]) {
    await fillStore(sql, { versions });
    const oldest = { name: 'versions', from: 0, cycle: 10 };
    await lookUps(
      { versions, what: 'look-up by content' },
      { ...post(`/subjects/versions-${versions}?{k}`, avroRequest), ...oldest },
    );
    await lookUps(
      { versions, what: 'registered again' },
      { ...post(`/subjects/versions-${versions}/versions?{k}`, avroRequest), ...oldest },
    );
  }
  return rows;
}

/** Every schema is read once before memory is looked at; much was registered before. */
async function memory(registry, sql) {
  const { rows } = await sql.query('SELECT count(*)::int AS n, max(id) AS last FROM schemas');
  const [{ n, last }] = rows;
  const every = {
    name: 'every id',
    takes: ['404'],
    path: '/schemas/ids/{i}',
    method: 'GET',
    from: last - n + 1,
    cycle: n,
  };
  await run(registry, { ...every, warmUpRequests: n, warmUpMs: 100, measureMs: 500 });
  const all = processes(registry.pid).filter(({ command }) => command !== 'postgres');
  const own = all.find(({ pid }) => pid === registry.pid);
  const below = all.filter(({ pid }) => pid !== registry.pid);
  return {
    schemas: n,
    rssMb: figure(own.rssMb),
    sandboxRssMb: below.map(({ rssMb }) => figure(rssMb)),
  };
}

/** A second registry on the same database. */
async function across(registry, databaseUrl) {
  const other = await started(join(root, 'bin/concordat.js'), ['start'], {
    ...{ CONCORDAT_ROLE: 'registry', CONCORDAT_REGISTRY_PORT: '0', DATABASE_URL: databaseUrl },
    KAFKA_BROKERS: undefined,
  });
  try {
    return await forgetting(registry.url, other.registryUrl);
  } finally {
    await other.stop();
  }
}

async function main() {
  const machine = { ...thisMachine(), loadAverage: loadAverage() };
  process.stdout.write(
    `Registry, ${machine.cores} × ${machine.cpu}, load ${machine.loadAverage}\n`,
  );
  const registry = await started(join(root, 'bin/concordat.js'), ['start'], {
    ...{ CONCORDAT_ROLE: 'registry', CONCORDAT_REGISTRY_PORT: '0', CONCORDAT_DATA_DIR: home },
    ...{ DATABASE_URL: undefined, KAFKA_BROKERS: undefined, NODE_OPTIONS },
  });
  registry.url = registry.registryUrl;
  const port = readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
  const password = readFileSync(join(home, 'postgres.password'), 'utf8').trim();
  const databaseUrl = `postgres://concordat:${password}@127.0.0.1:${port}/postgres`;
  const sql = new Client({ connectionString: databaseUrl });
  await sql.connect();
  const first = await fetch(`${registry.url}/subjects/known-0/versions`, {
    method: 'POST',
    headers: { 'Content-Type': TYPE },
    body: JSON.stringify(avroRequest).replaceAll('{n}', '00000000').replaceAll('{i}', '0'),
  });
  const bare = await started(join(root, 'test/bench/bare-registry.mjs'), [], {
    ...{ BENCH_ANSWER: await first.text(), DATABASE_URL: databaseUrl },
  });
  try {
    const refused = await hostile(registry);
    const measured = await roads(registry, bare, sql);
    await checkNothingWasAdded(sql);
    await bare.stop();
    const grown = await curve(registry, sql);
    const kept = await memory(registry, sql);
    process.stdout.write(`  ${JSON.stringify(kept)}\n`);
    const forgot = await across(registry, databaseUrl);
    process.stdout.write(`  ${JSON.stringify({ forgetting: forgot })}\n`);
    const measuredAll = {
      ...{
        nodeOptions: NODE_OPTIONS,
        measuredOn: new Date().toISOString().slice(0, 10),
        machine,
        plan,
        isShort,
        rounds: isShort ? 1 : ROUNDS,
      },
      ...{ roads: measured, lookUpCost: grown, memory: kept, forgetting: forgot },
      hostile: refused,
    };
    const results = { ...measuredAll, targets: targetsMet(measuredAll) };
    process.stdout.write(`${tableOf(results.targets)}\n`);
    const into = new URL('registry-results.json', import.meta.url);
    writeFileSync(into, `${JSON.stringify(results, undefined, 2)}\n`);
  } finally {
    await bare.stop();
    await sql.end();
    await registry.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

await main();

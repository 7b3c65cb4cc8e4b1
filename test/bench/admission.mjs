// Guarded admission beside bare batched INSERTs of the rows it leaves behind (events, ids, entities, in
// one transaction): same server, same pool, the same
// number of callers with a batch each, and every commit on disk before it counts. Writes
// admission-results.json.
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDataSource } from '../../dist/src/app/data-source.js';
import { startEmbeddedPostgres } from '../../dist/src/app/embedded-postgres.js';
import { EventLog, GuardedLog } from '../../dist/src/event-log/index.js';
import { order } from './order.mjs';
import { loadAverage, thisMachine } from './this-machine.mjs';

const CALLERS = 8;
const EACH = 100;
const ROUNDS = 5;
const BATCHES = 60;
const TOPIC = 'bench.admission';

/** New ids and entities each time; every tenth entity comes with a second version in its batch. */
let next = 0;
function batch() {
  return Array.from({ length: EACH }, (_, i) => {
    const n = next++;
    const entity = `o-${i % 10 === 9 ? n - 1 : n}`;
    const version = i % 10 === 9 ? 2 : 1;
    const value = Buffer.from(JSON.stringify({ ...order(n), orderId: entity, version }));
    return { n, entity, version, value, key: Buffer.from(entity) };
  });
}

const headers = [
  ['ce_specversion', Buffer.from('1.0')],
  ['ce_type', Buffer.from('bench.guarded')],
];
const candidate = ({ n, entity, version, value, key }) => ({
  event: {
    ...{ topic: TOPIC, partition: 0, key, value, headers },
    ...{ contract: { id: 'bench', version: 1 }, schemaId: 1, eventId: `e-${n}`, source: '/bench' },
  },
  identity: {
    ...{ scope: 'bench', source: '/bench', id: `e-${n}`, windowMs: 86_400_000 },
    ...{ onMismatch: 'reject', isEnforced: true },
    bodyHash: createHash('sha256').update(value).digest('hex'),
  },
  entity: { scope: 'bench', key: entity },
  settle: (known) => ({
    fate: (known?.version ?? 0n) < BigInt(version) ? 'append' : 'refuse',
    after: { version: BigInt(version), isDeleted: false },
    note: undefined,
  }),
});

const TABLES = `
  CREATE TABLE bare_log (LIKE event_log INCLUDING DEFAULTS);
  ALTER TABLE bare_log ADD PRIMARY KEY (partition_id, log_offset);
  CREATE TABLE bare_ids (LIKE admitted_ids INCLUDING ALL);
  CREATE TABLE bare_entities (LIKE entities INCLUDING ALL)`;
const LOG_ROWS = `
  INSERT INTO bare_log (partition_id, log_offset, logged_at, key, value, headers, contract_id,
                        contract_version, schema_id, event_id, source, digest)
  SELECT 1, n, now(), key, value, $4::json, 'bench', 1, 1, event_id, '/bench', digest
    FROM unnest($1::bigint[], $2::bytea[], $3::bytea[], $5::text[], $6::bytea[])
      AS new (n, key, value, event_id, digest)`;
const ID_ROWS = `
  INSERT INTO bare_ids (scope, source, id, body_hash, fate, topic, partition, log_offset,
                        contract_version, expires_at)
  SELECT 'bench', '/bench', id, hash, 'accepted', 'bench', 0, n, 1, now() + interval '1 day'
    FROM unnest($1::text[], $2::bytea[], $3::bigint[]) AS new (id, hash, n)`;
const ENTITY_ROWS = `
  INSERT INTO bare_entities (scope, key, version)
  SELECT 'bench', key, max(version) FROM unnest($1::text[], $2::int[]) AS new (key, version)
   GROUP BY key`;
const headersJson = JSON.stringify(headers.map(([name, value]) => [name, value.toString()]));
const hashOf = ({ value }) => createHash('sha256').update(value).digest();

function insertLog(tx, rows, hashes = rows.map(hashOf)) {
  const ids = rows.map(({ n }) => `e-${n}`);
  const [numbers, keys, values] = ['n', 'key', 'value'].map((name) => rows.map((row) => row[name]));
  return tx.query(LOG_ROWS, [numbers, keys, values, headersJson, ids, hashes]);
}

/** What guarded admission leaves behind, and nothing is asked or decided. */
const insertAll = (dataSource, rows) =>
  dataSource.transaction(async (tx) => {
    const hashes = rows.map(hashOf);
    await insertLog(tx, rows, hashes);
    const ids = rows.map(({ n }) => `e-${n}`);
    await tx.query(ID_ROWS, [ids, hashes, rows.map(({ n }) => n)]);
    await tx.query(ENTITY_ROWS, [rows.map((row) => row.entity), rows.map((row) => row.version)]);
  });

async function admit(log, rows) {
  const admissions = await log.admit(rows.map(candidate));
  const odd = admissions.find(({ fate }) => fate !== 'appended');
  if (odd) throw new Error(`an event of the benchmark was not appended but ${odd.fate}`);
}

/** @returns rows a second, all callers together, by the clock: the server works in other processes. */
async function pace(work) {
  const batches = Array.from({ length: BATCHES * CALLERS }, batch);
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      for (let rows = batches.pop(); rows; rows = batches.pop()) await work(rows);
    }),
  );
  return (BATCHES * CALLERS * EACH * 1_000) / (performance.now() - begun);
}

const home = await mkdtemp(join(tmpdir(), 'concordat-bench-'));
const postgres = await startEmbeddedPostgres(home, () => undefined);
const dataSource = openDataSource(postgres.url, CALLERS);
try {
  await dataSource.initialize();
  await migrate(dataSource);
  await dataSource.query(TABLES);
  const log = new GuardedLog(dataSource, new EventLog(dataSource));
  const ways = [
    { name: 'bare batched INSERT of events alone', work: (rows) => insertLog(dataSource, rows) },
    { name: 'bare batched INSERT of the same rows', work: (rows) => insertAll(dataSource, rows) },
    { name: 'guarded admission', work: (rows) => admit(log, rows) },
  ];
  const paces = ways.map(() => []);
  for (let round = 0; round <= ROUNDS; round++)
    for (const [i, { work }] of ways.entries()) {
      const rowsPerSecond = await pace(work);
      if (round > 0) paces[i].push(rowsPerSecond); // the first warms up
    }
  const rows = ways.map(({ name }, i) => {
    const eventsPerSecond = Math.round(paces[i].sort((a, b) => a - b)[ROUNDS >> 1]);
    process.stdout.write(`${name}: ${eventsPerSecond.toLocaleString('en')} events/s\n`);
    return { name, eventsPerSecond };
  });
  const share = rows[2].eventsPerSecond / rows[1].eventsPerSecond;
  process.stdout.write(`share: ${(100 * share).toFixed(0)} %\n`);
  const results = {
    measuredOn: new Date().toISOString().slice(0, 10),
    machine: { ...thisMachine(), loadAverage: loadAverage() },
    plan: { callers: CALLERS, eventsPerCall: EACH, rounds: ROUNDS, fsync: true },
    rows: [...rows, { name: 'share', percent: Math.round(100 * share) }],
  };
  await writeFile(
    new URL('admission-results.json', import.meta.url),
    `${JSON.stringify(results, undefined, 2)}\n`,
  );
} finally {
  await dataSource.destroy();
  await postgres.stop();
  await rm(home, { recursive: true, force: true });
}

// Events a second through the HTTP door with 10-event bodies, against bare Fastify in the same run:
// same load generator, same bodies, loopback, each server a process of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../dist/src/app/embedded-postgres.js';
import { measure } from './measure.mjs';
import { contract, order, orderSchema } from './order.mjs';
import { root, started } from './started.mjs';

const EVENTS_PER_REQUEST = 10;
const JSON_V2 = { 'Content-Type': 'application/vnd.kafka.json.v2+json' };
const BATCH = { 'Content-Type': 'application/cloudevents-batch+json' };
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const orders = (change = {}) =>
  Array.from({ length: EVENTS_PER_REQUEST }, (_, n) => ({ ...order(n), ...change }));
const records = (change) => JSON.stringify({ records: orders(change).map((value) => ({ value })) });
const cloudEvents = () =>
  JSON.stringify(
    orders().map((data, n) => ({
      ...{ specversion: '1.0', id: `${n}`, source: '/bench', type: 'bench.cloud' },
      data,
    })),
  );

async function publish(registryUrl, id, more) {
  const answer = await fetch(`${registryUrl}/v1/contracts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(contract(id, more)),
  });
  if (answer.status !== 201) throw new Error(`publishing ${id}: ${await answer.text()}`);
}

const gatewayRows = [
  {
    name: 'Concordat: Kafka REST, judged and answered, not sent',
    path: '/topics/bench.kafka?dryRun=true',
    halfLoad: 'judged and answered',
  },
  {
    name: 'Concordat: CloudEvents batch, judged and answered, not sent',
    path: '/events?dryRun=true',
    headers: BATCH,
    body: cloudEvents(),
  },
  {
    name: 'Concordat: Kafka REST, enforce, into the event log',
    path: '/topics/bench.kafka',
    halfLoad: 'into the event log',
    isLogged: true,
  },
  {
    name: 'Concordat: CloudEvents batch, enforce, into the event log',
    path: '/events',
    headers: BATCH,
    body: cloudEvents(),
  },
  { name: 'Concordat: Kafka REST, off, into the event log', path: '/topics/bench.off' },
  {
    name: 'Concordat: Kafka REST, every event refused and kept',
    path: '/topics/bench.kafka',
    body: records({ status: 'lost' }),
  },
  {
    name: 'Concordat: Kafka REST, every event refused, no two alike: kept, then counted',
    path: '/topics/bench.kafka',
    body: records({ status: 'lost', note: '{n}' }),
  },
  {
    name: 'Concordat: CloudEvents batch, guarded: each event settled beside those before it',
    path: '/events',
    headers: BATCH,
    body: guardedEvents(),
  },
];

/** New entities and ids in each request, so that none is a repeat. */
function guardedEvents() {
  return JSON.stringify(
    orders({ version: 1 }).map((data, n) => ({
      ...{ specversion: '1.0', id: `{n}-${n}`, source: '/bench', type: 'bench.guarded' },
      data: { ...data, orderId: `{n}-${n}` },
    })),
  );
}
const guardedContract = {
  envelope: { spec: 'cloudevents', type: 'bench.guarded' },
  schema: {
    ...{ format: 'json-schema', subject: 'bench.guarded-value' },
    definition: {
      ...orderSchema,
      required: [...orderSchema.required, 'version'],
      properties: { ...orderSchema.properties, version: { type: 'integer', minimum: 1 } },
    },
  },
  semantics: {
    dedup: { window: 'P1D' },
    entity: { type: 'order', key: '/orderId', version: '/version' },
  },
};

const STEADY_EVENTS_PER_SECOND = 5_000;
const steadily = (eventsPerSecond) => ({
  ...{ requestsPerSecond: eventsPerSecond / EVENTS_PER_REQUEST, warmUpRequests: 0 },
});
/** At half load, where a stall of the machine is all of p99: in turns, and the middle one of each is told. */
const TURNS = 5;
const TURN_MS = 4_000;
const steady = steadily(STEADY_EVENTS_PER_SECOND);
const steadyName = `${STEADY_EVENTS_PER_SECOND.toLocaleString('en')} events a second, steadily`;

export async function httpDoor({ connections, warmUpMs, warmUpRequests, measureMs }) {
  const rows = [];
  const measured = async (
    { url, pid },
    { name, path, headers = JSON_V2, body = records(), ...more },
  ) => {
    const how = { connections, warmUpMs, measureMs, warmUpRequests, ...more };
    const plan = { url, path, headers, body, eventsPerRequest: EVENTS_PER_REQUEST };
    const result = await measure(pid, { ...plan, ...how });
    process.stdout.write(`  ${name}: ${Math.round(result.eventsPerSecond)} events/s\n`);
    return { name, bodyBytes: Buffer.byteLength(body), ...result };
  };
  const run = async (server, row) => {
    const result = await measured(server, row);
    rows.push(result);
    return result;
  };
  const inTurns = async (some) => {
    const turns = some.map(() => []);
    for (let turn = 0; turn < TURNS; turn++)
      for (const [i, { server, row }] of some.entries())
        turns[i].push(await measured(server, { ...row, warmUpMs: 500, measureMs: TURN_MS }));
    for (const each of turns) {
      const fifths = each.flatMap(({ p99OfFifthsMs }) => p99OfFifthsMs).sort((a, b) => a - b);
      const told = each.sort((a, b) => a.p99Ms - b.p99Ms).at(TURNS >> 1);
      rows.push({ ...told, p99OfFifthMs: fifths.at(fifths.length >> 1) });
    }
  };
  const bareServer = (...args) => started(join(root, 'test/bench/bare-fastify.mjs'), args);
  const bareRow = { name: 'bare Fastify, body not looked at', path: '/topics/bench' };
  const bare = await bareServer();
  await run(bare, bareRow);
  const validating = await bareServer('--validate');
  const name = 'bare Fastify + JSON.parse + ajv';
  await run(validating, { ...bareRow, name });
  await run(validating, { ...bareRow, name: `${name}: ${steadyName}`, ...steady });
  await validating.stop();
  const home = await mkdtemp(join(tmpdir(), 'concordat-bench-'));
  const concordat = await started(join(root, 'bin/concordat.js'), ['start'], {
    ...{ CONCORDAT_REGISTRY_PORT: '0', CONCORDAT_GATEWAY_PORT: '0', CONCORDAT_DATA_DIR: home },
    ...{ DATABASE_URL: undefined, KAFKA_BROKERS: undefined },
  });
  const postgres = await startEmbeddedPostgres(join(home, 'bare'), () => undefined);
  const appending = await bareServer(`--append=${postgres.url}`);
  try {
    const { registryUrl, gatewayUrl, pid } = concordat;
    await publish(registryUrl, 'bench.kafka');
    await publish(registryUrl, 'bench.cloud', {
      envelope: { spec: 'cloudevents', type: 'bench.cloud' },
    });
    await publish(registryUrl, 'bench.guarded', guardedContract);
    await publish(registryUrl, 'bench.off', { enforcement: { mode: 'off' } });
    await sleep(1_200);
    const gateway = { url: gatewayUrl, pid };
    for (const row of gatewayRows) {
      const { eventsPerSecond } = await run(gateway, row);
      if (!row.halfLoad) continue;
      const half = steadily(eventsPerSecond / 2);
      const name = `half load, ${row.halfLoad}:`;
      await inTurns([
        { server: gateway, row: { ...row, ...half, name: `${name} Concordat` } },
        { server: bare, row: { ...bareRow, ...half, name: `${name} bare Fastify` } },
        ...(row.isLogged
          ? [
              {
                server: appending,
                row: { ...bareRow, ...half, name: `${name} Fastify that appends` },
              },
            ]
          : []),
      ]);
    }
    const name = `Concordat: Kafka REST, enforce, into the event log: ${steadyName}`;
    await run(gateway, { name, path: '/topics/bench.kafka', ...steady });
  } finally {
    for (const each of [bare, appending, concordat, postgres]) await each.stop();
    await rm(home, { recursive: true, force: true });
  }
  return rows;
}

// Ten times what the gateway gets done, from a crowd of producers with a second of patience each: how much is
// answered in time, and what is left of it once the load drops. `node test/bench/overload.mjs` writes
// overload-results.json.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract, order } from './order.mjs';
import { cpuOf, processes, root, started } from './started.mjs';
import { loadAverage, thisMachine } from './this-machine.mjs';

const TOPIC = 'bench.overload';
const EVENTS_PER_REQUEST = 100;
const PRODUCERS = 1_000;
/** So many of them keep the gateway busy, each with a request at a time, and none waits for long. */
const BUSY = 32;
const LOAD_MS = 5_000;
const DROPPED_MS = 3_000;
const JSON_V2 = { 'Content-Type': 'application/vnd.kafka.json.v2+json' };
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const figure = (value) => value && Number(value.toPrecision(4));

const machine = { ...thisMachine(), loadAverage: loadAverage() };
const home = await mkdtemp(join(tmpdir(), 'concordat-bench-'));
const concordat = await started(join(root, 'bin/concordat.js'), ['start'], {
  ...{ CONCORDAT_REGISTRY_PORT: '0', CONCORDAT_GATEWAY_PORT: '0', CONCORDAT_DATA_DIR: home },
  ...{ DATABASE_URL: undefined, KAFKA_BROKERS: undefined },
});
const rows = [];

async function eventsInLog() {
  const answer = await fetch(`${concordat.gatewayUrl}/v1/topics/${TOPIC}`);
  return answer.ok ? (await answer.json()).events : 0;
}

/** One phase of the crowd's life, and what the gateway's process burnt meanwhile. */
async function run(crowd, name, phase) {
  const before = await eventsInLog();
  const marks = {};
  let rssMb = 0;
  const look = setInterval(() => {
    const own = processes(concordat.pid).find(({ pid }) => pid === concordat.pid);
    rssMb = Math.max(rssMb, own?.rssMb ?? 0);
  }, 1_000);
  crowd.send(phase);
  let told;
  while (told === undefined) {
    const [said] = await once(crowd, 'message');
    if (said.mark) marks[said.mark] = cpuOf(concordat.pid).own;
    else told = said;
  }
  clearInterval(look);
  const perSecond = (count) => figure(count / told.seconds);
  const good = told.good * EVENTS_PER_REQUEST;
  const row = {
    name,
    goodEventsPerSecond: perSecond(good),
    goodEventsPerCpuSecond: figure(good / (marks.over - marks.begun)),
    /** Taken into the log, and answered too late, to nobody, or after the phase. */
    wastedEvents: Math.max(0, (await eventsInLog()) - before - good),
    offeredPerSecond: perSecond(told.offered),
    attemptsPerSecond: perSecond(told.attempts),
    refusedPerSecond: perSecond(told.refused),
    abandonedPerSecond: perSecond(told.abandoned),
    ...{ answeredInTime: told.good, offered: told.offered, statuses: told.statuses },
    ...{ goodP50Ms: figure(told.goodMs.p50), goodP99Ms: figure(told.goodMs.p99) },
    ...{ refusedP50Ms: figure(told.refusedMs.p50), refusedP99Ms: figure(told.refusedMs.p99) },
    ...{ gatewayCpuShare: figure((marks.over - marks.begun) / told.seconds), rssMb: figure(rssMb) },
  };
  process.stdout.write(`  ${name}: ${Math.round(row.goodEventsPerSecond)} events/s in time\n`);
  return row;
}

async function overload() {
  const published = await fetch(`${concordat.registryUrl}/v1/contracts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(contract(TOPIC)),
  });
  if (published.status !== 201) throw new Error(await published.text());
  await sleep(1_200);
  const records = Array.from({ length: EVENTS_PER_REQUEST }, (_, n) => ({ value: order(n) }));
  const plan = {
    ...{ url: concordat.gatewayUrl, path: `/topics/${TOPIC}`, headers: JSON_V2 },
    ...{ body: JSON.stringify({ records }), producers: PRODUCERS },
  };
  const crowd = fork(join(root, 'test/bench/crowd.mjs'), [JSON.stringify(plan)]);
  await once(crowd, 'message');
  const busy = { isClosed: true, producers: BUSY, ms: LOAD_MS };
  await run(crowd, 'warm-up', busy);
  const first = await run(crowd, 'capacity', busy);
  const perSecond = first.goodEventsPerSecond / EVENTS_PER_REQUEST;
  const at = (times, storms, ms = LOAD_MS) => ({ perSecond: perSecond * times, storms, ms });
  rows.push(first);
  for (const storms of [false, true]) {
    const who = storms ? 'again at once' : 'again when told';
    rows.push(await run(crowd, `ten times, ${who}`, at(10, storms)));
    rows.push(await run(crowd, `half of it after that, ${who}`, at(0.5, storms, DROPPED_MS)));
    rows.push(await run(crowd, 'capacity', busy));
  }
  crowd.send('end');
}

process.stdout.write(`Overload, ${machine.cores} × ${machine.cpu}\n`);
try {
  await overload();
} finally {
  await concordat.stop();
  await rm(home, { recursive: true, force: true });
}
const results = {
  measuredOn: new Date().toISOString().slice(0, 10),
  machine,
  plan: { EVENTS_PER_REQUEST, PRODUCERS, BUSY, LOAD_MS, DROPPED_MS },
  rows,
};
await writeFile(
  new URL('overload-results.json', import.meta.url),
  `${JSON.stringify(results, undefined, 2)}\n`,
);

// Thousands of connections that do not behave, and what those meet who do: memory, processor and open files of the
// gateway, and how long it takes to be answered. `node test/bench/strangers.mjs [how many] [part of a kind's name…]`
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { burnedMs } from './burned-ms.mjs';
import { contract, order } from './order.mjs';
import { processes, root, started } from './started.mjs';
import { loadAverage } from './this-machine.mjs';

const TOPIC = 'bench.strangers';
const HELD_MS = 8_000;
const SETTLE_MS = 3_000;
const BYTE_EVERY_MS = 1_000;
const AT_ONCE = 200;
/** A client has not more ports than that to one address. */
const OF_ONE_ADDRESS = 20_000;
const HEARD_MOST = 2_000;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const words = process.argv.slice(2);
const count = Number(words.find((word) => /^\d+$/.test(word)) ?? 5_000);
const wanted = words.filter((word) => !/^\d+$/.test(word));
const home = await mkdtemp(join(tmpdir(), 'concordat-bench-'));
const concordat = await started(join(root, 'bin/concordat.js'), ['start'], {
  ...{ CONCORDAT_REGISTRY_PORT: '0', CONCORDAT_GATEWAY_PORT: '0', CONCORDAT_DATA_DIR: home },
  ...{ CONCORDAT_LOG_LEVEL: 'error', DATABASE_URL: undefined, KAFKA_BROKERS: undefined },
});
const { hostname: host, port } = new URL(concordat.gatewayUrl);

const head = (line, ...headers) =>
  [`${line} HTTP/1.1`, 'Host: here', ...headers, '', ''].join('\r\n');
const post = (bytes) =>
  head(
    `POST /topics/${TOPIC}`,
    'Content-Type: application/vnd.kafka.json.v2+json',
    `Content-Length: ${bytes}`,
  );
const body = JSON.stringify({ records: [{ value: order(0) }] });
const EVENT = post(Buffer.byteLength(body)) + body;
const HEALTH = head('GET /healthz');

/** What each kind says once, and what it says of it a byte at a time. */
const KINDS = {
  'nothing said': { first: '' },
  'idle after an answer': { first: HEALTH },
  'heads, a byte a second': { first: 'P', byBytes: post(1_000).slice(1) },
  'bodies, a byte a second': { first: post(1_000), byBytes: ' '.repeat(1_000) },
  'bodies of 100 kB but for a byte': { first: post(100_000) + ' '.repeat(99_999) },
  'answers never read': { first: head('GET /metrics').repeat(8), isDeaf: true },
  'upgrades with a request behind': {
    first: head('GET /healthz', 'Upgrade: h2c', 'Connection: Upgrade') + HEALTH,
  },
  'gone at once': { first: '', leaves: true },
};

class Stranger {
  heard = '';
  state = 'coming';
  said = 0;

  constructor(kind, index) {
    this.kind = kind;
    const isMany = index >= OF_ONE_ADDRESS;
    this.socket = connect({
      host,
      port: Number(port),
      ...(isMany && { localAddress: '127.0.0.2' }),
    });
    this.socket.on('error', () => undefined).on('close', () => (this.state = 'closed'));
    if (kind.isDeaf) this.socket.pause();
    else this.socket.on('data', (piece) => this.hear(String(piece)));
    this.isThere = new Promise((done) => {
      this.socket.once('connect', () => done(this.begin())).once('close', done);
    });
  }

  begin() {
    this.state = 'open';
    if (this.kind.leaves) this.socket.destroy();
    else if (this.kind.first !== '') this.socket.write(this.kind.first);
  }

  hear(piece) {
    if (this.heard.length < HEARD_MOST) this.heard += piece;
  }

  sayMore() {
    if (this.state === 'open') this.socket.write(this.kind.byBytes?.[this.said++] ?? '');
  }

  get told() {
    return [...this.heard.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, s]) => s).join() || 'nothing';
  }
}

async function gatewayNow() {
  const { rssMb } = processes(concordat.pid).find(({ pid }) => pid === concordat.pid);
  return {
    rssMb: Math.round(rssMb),
    openFiles: (await readdir(`/proc/${concordat.pid}/fd`)).length,
  };
}

async function come(kind) {
  const strangers = [];
  while (strangers.length < count) {
    const some = Array.from(
      { length: Math.min(AT_ONCE, count - strangers.length) },
      (_, i) => new Stranger(kind, strangers.length + i),
    );
    strangers.push(...some);
    await Promise.race([Promise.all(some.map(({ isThere }) => isThere)), sleep(5_000)]);
  }
  return strangers;
}

const tally = (names) =>
  Object.fromEntries(
    [...Map.groupBy(names, (name) => name)].map(([name, { length }]) => [name, length]),
  );

async function meet(kind) {
  const before = await gatewayNow();
  const plan = JSON.stringify({ url: concordat.gatewayUrl, event: EVENT, health: HEALTH });
  const others = fork(join(root, 'test/bench/well-behaved.mjs'), [plan]);
  const [begun, burned] = [performance.now(), burnedMs(concordat.pid)];
  const strangers = await come(kind);
  const cameMs = Math.round(performance.now() - begun);
  for (let ms = 0; ms < HELD_MS; ms += BYTE_EVERY_MS) {
    for (const each of strangers) each.sayMore();
    await sleep(BYTE_EVERY_MS);
  }
  const cpuShare = (burnedMs(concordat.pid) - burned) / (performance.now() - begun);
  const during = await gatewayNow();
  others.send('end');
  const [wellBehaved] = await once(others, 'message');
  const became = tally(strangers.map(({ state, told }) => `${state}, told ${told}`));
  for (const { socket } of strangers) socket.destroy();
  await sleep(SETTLE_MS);
  const after = await gatewayNow();
  return {
    ...{ strangers: count, cameMs, cpuShare: Number(cpuShare.toFixed(2)) },
    ...{ before, during, after, became, wellBehaved },
  };
}

try {
  const published = await fetch(`${concordat.registryUrl}/v1/contracts`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(contract(TOPIC)),
  });
  if (!published.ok) throw new Error(await published.text());
  await sleep(2_000);
  for (const [name, kind] of Object.entries(KINDS)) {
    if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
    const row = { name, loadAverage: loadAverage(), ...(await meet(kind)) };
    process.stdout.write(`${JSON.stringify(row, undefined, 2)}\n`);
  }
} finally {
  await concordat.stop();
  await rm(home, { recursive: true, force: true });
}

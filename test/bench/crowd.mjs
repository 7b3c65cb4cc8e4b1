// A crowd of producers on bare sockets, each with a connection of its own and patience for one answer. They are
// offered so many requests a second, whoever is busy or not (an open loop). Run as a process of its own: each
// message is a phase, each answer what became of it.
import { connect } from 'node:net';

const TICK_MS = 5;
const DRAIN_MS = 3_000;
const HEAD_END = Buffer.from('\r\n\r\n');
const CONTENT_LENGTH = /content-length: (\d+)/i;
const RETRY_AFTER = /retry-after: (\d+)/i;
const plan = JSON.parse(process.argv[2]);
const { hostname, port } = new URL(plan.url);
const request = Buffer.from(
  [
    `POST ${plan.path} HTTP/1.1`,
    `Host: ${hostname}`,
    `Content-Length: ${Buffer.byteLength(plan.body)}`,
    ...Object.entries(plan.headers).map(([name, value]) => `${name}: ${value}`),
    '',
    plan.body,
  ].join('\r\n'),
);
const now = () => performance.now();
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

let phase = {};
let told;
const nothingYet = () => ({
  ...{ offered: 0, unsent: 0, attempts: 0, good: 0, refused: 0, abandoned: 0, broken: 0 },
  ...{ goodMs: [], refusedMs: [], statuses: {} },
});

/** One of the crowd: a request at a time, tried until it is answered. */
class Producer {
  received = Buffer.alloc(0);
  /** idle · waiting for an answer · pausing, as it was asked to */
  state = 'idle';
  until = 0;

  offer() {
    told.offered++;
    if (this.state === 'idle') this.attempt();
    else told.unsent++;
  }

  attempt() {
    this.state = 'waiting';
    this.sentAt = now();
    this.until = this.sentAt + phase.patienceMs;
    told.attempts++;
    (this.socket ??= this.open()).write(request);
  }

  open() {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    socket.on('data', (chunk) => this.socket === socket && this.take(chunk));
    const gone = () => this.socket === socket && this.lost();
    return socket.on('close', gone).on('error', gone);
  }

  lost() {
    this.leave();
    if (this.state !== 'waiting') return;
    told.broken++;
    this.pause(50); // As whoever finds nobody to connect to.
  }

  leave() {
    this.socket?.destroy();
    this.socket = undefined;
    this.received = Buffer.alloc(0);
  }

  take(chunk) {
    this.received = this.received.length === 0 ? chunk : Buffer.concat([this.received, chunk]);
    const headEnd = this.received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.received.toString('latin1', 0, headEnd);
    const end = headEnd + HEAD_END.length + Number(CONTENT_LENGTH.exec(head)?.[1] ?? 0);
    if (this.received.length < end) return;
    this.received = this.received.subarray(end);
    if (this.state === 'waiting') this.hear(head);
  }

  hear(head) {
    const status = head.slice(9, 12);
    const tookMs = now() - this.sentAt;
    told.statuses[status] = (told.statuses[status] ?? 0) + 1;
    if (status === '200') {
      told.good++;
      told.goodMs.push(tookMs);
      return phase.isClosed && !phase.isOver ? this.attempt() : this.rest();
    }
    told.refused++;
    told.refusedMs.push(tookMs);
    if (phase.isOver) return this.rest();
    if (phase.storms) return this.attempt();
    const seconds = Number(RETRY_AFTER.exec(head)?.[1] ?? 1);
    this.pause(seconds * 1_000 * (1 + Math.random() / 2));
  }

  rest() {
    this.state = 'idle';
  }

  pause(ms) {
    this.state = 'pausing';
    this.until = now() + ms;
  }

  /** What its clock says. */
  look(at) {
    if (this.state === 'idle' || at < this.until) return;
    if (this.state === 'pausing') return phase.isOver ? this.rest() : this.attempt();
    told.abandoned++;
    this.leave();
    if (phase.isOver) return this.rest();
    this.attempt();
  }
}

const crowd = Array.from({ length: plan.producers }, () => new Producer());

async function live({ perSecond, ms, producers = crowd.length }) {
  const begun = now();
  const part = crowd.slice(0, producers);
  let next = 0;
  let looked = begun;
  if (phase.isClosed) for (const producer of part) producer.attempt();
  for (let offered = 0; now() - begun < ms; await sleep(TICK_MS)) {
    const due = phase.isClosed ? 0 : ((now() - begun) / 1_000) * perSecond;
    for (; offered < due; offered++) part[next++ % part.length].offer();
    if (now() - looked < 20) continue;
    looked = now();
    for (const producer of part) producer.look(looked);
  }
  return (now() - begun) / 1_000;
}

async function drain() {
  phase.isOver = true;
  const deadline = now() + DRAIN_MS;
  while (now() < deadline && crowd.some(({ state }) => state === 'waiting')) {
    await sleep(20);
    for (const producer of crowd) if (producer.state === 'waiting') producer.look(now());
  }
  for (const producer of crowd) producer.rest();
}

const at = (sorted, share) => sorted[Math.floor(sorted.length * share)];
const spread = (list) => {
  const sorted = list.sort((a, b) => a - b);
  return { p50: at(sorted, 0.5), p99: at(sorted, 0.99), max: sorted.at(-1) };
};

process.on('message', async (asked) => {
  if (asked === 'end') process.exit(0);
  phase = { patienceMs: 1_000, ...asked };
  told = nothingYet();
  process.send({ mark: 'begun' });
  const cpu = process.cpuUsage();
  const seconds = await live(phase);
  const { user, system } = process.cpuUsage(cpu);
  const { goodMs, refusedMs, ...counts } = told;
  told = nothingYet();
  process.send({ mark: 'over' });
  await drain();
  const cpuShare = (user + system) / 1e6 / seconds;
  process.send({
    ...counts,
    seconds,
    cpuShare,
    goodMs: spread(goodMs),
    refusedMs: spread(refusedMs),
  });
});
process.send({ mark: 'ready' });

// A load generator on bare sockets, one request in flight per connection: cheap enough not to be
// what is measured. Run as a process of its own: `node load.mjs '<plan as JSON>'` prints one line.
import { once } from 'node:events';
import { connect } from 'node:net';

const plan = JSON.parse(process.argv[2]);
const { url, path, headers, body = '', connections, warmUpMs, measureMs, method = 'POST' } = plan;
/** At a steady rate each connection has its turn so often; else as soon as the last answer came. */
const turnMs = plan.requestsPerSecond ? (1_000 * connections) / plan.requestsPerSecond : 0;
let count = plan.cycle ? 0 : (plan.from ?? 0);
const { hostname, port } = new URL(url);
const withBody = method === 'GET' ? '' : `Content-Length: ${Buffer.byteLength(numbered(body, 0))}`;
const head = [
  `${method} ${path} HTTP/1.1`,
  `Host: ${hostname}`,
  ...(withBody ? [withBody] : []),
  ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
];
const text = `${head.join('\r\n')}\r\n\r\n${body}`;
const isNumbered = text.includes('{n}') || text.includes('{i}');
const same = Buffer.from(text);
let answered = 0;

/**
 * `{n}` is a number of eight digits, `{i}` the same without zeros before it: bodies keep their length.
 * `{k}` is another one in each request.
 */
function numbered(template, n) {
  return template
    .replaceAll('{k}', String(count))
    .replaceAll('{n}', String(n).padStart(8, '0'))
    .replaceAll('{i}', String(n));
}

/** The next request: always the same, or with the next number, beginning again after `cycle` many. */
function next() {
  if (!isNumbered) return same;
  const n = plan.cycle ? (plan.from ?? 0) + (count++ % plan.cycle) : count++;
  return Buffer.from(numbered(text, n));
}
const HEAD_END = Buffer.from('\r\n\r\n');
const CONTENT_LENGTH = /content-length: (\d+)/i;

const FIFTH_MS = 200;
const latencies = [];
/** The same, of each fifth of a second. */
const fifths = [];
const statuses = {};
let sample = '';
let isMeasuring = false;
let begun = 0;
let isOver = false;

function took(sentAt) {
  const now = performance.now();
  latencies.push(now - sentAt);
  (fifths[Math.floor((now - begun) / FIFTH_MS)] ??= []).push(now - sentAt);
}

/** Bytes the answer in `received` takes, or 0 while it is not complete. */
function answerBytes(received) {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return 0;
  const [, length] = CONTENT_LENGTH.exec(received.toString('latin1', 0, headEnd)) ?? [];
  const end = headEnd + HEAD_END.length + Number(length ?? 0);
  return received.length >= end ? end : 0;
}

/** @param nth of the connections: at a steady rate their turns are spread evenly */
async function drive(nth) {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  let received = Buffer.alloc(0);
  let sentAt = performance.now();
  let turnAt = sentAt + (turnMs * nth) / connections;
  let isOnTime = false;
  const sendNow = () => {
    sentAt = performance.now();
    socket.write(next());
  };
  // Whose turn came while the answer before was awaited is measured from it on: a server that stalls
  // delays those after it, too. That a timer is late is no fault of the server.
  const send = () => {
    if (turnMs === 0) return sendNow();
    // What came late while it warmed up is not made up for while it is measured.
    if (isMeasuring && !isOnTime) {
      isOnTime = true;
      turnAt = Math.max(turnAt, performance.now());
    }
    const waitMs = turnAt - performance.now();
    if (waitMs > 0) setTimeout(sendNow, waitMs);
    else {
      sentAt = turnAt;
      socket.write(next());
    }
    turnAt += turnMs;
  };
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = answerBytes(received);
    if (end === 0) return;
    answered++;
    if (isMeasuring) {
      took(sentAt);
      const status = received.toString('latin1', 9, 12);
      statuses[status] = (statuses[status] ?? 0) + 1;
      sample ||= received.toString('utf8', received.indexOf(HEAD_END) + 4, end).slice(0, 300);
    }
    received = received.subarray(end);
    if (isOver) return void socket.end();
    send();
  });
  send();
  await once(socket, 'close');
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const driving = Promise.all(Array.from({ length: connections }, (_, nth) => drive(nth)));
await sleep(warmUpMs);
while (answered < (plan.warmUpRequests ?? 0)) await sleep(20);
process.send?.('measuring');
begun = performance.now();
isMeasuring = true;
await sleep(measureMs);
isMeasuring = false;
const seconds = (performance.now() - begun) / 1_000;
process.send?.('measured');
isOver = true;
await driving;
const inOrder = (some) => some.sort((a, b) => a - b);
const at = (share, some) => some[Math.floor(some.length * share)] ?? 0;
inOrder(latencies);
process.stdout.write(
  JSON.stringify({
    requestsPerSecond: latencies.length / seconds,
    p50Ms: at(0.5, latencies),
    p99Ms: at(0.99, latencies),
    p99OfFifthsMs: fifths.flatMap((each) => at(0.99, inOrder(each))),
    statuses,
    sample,
  }),
);

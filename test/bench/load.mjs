// A load generator on bare sockets, one request in flight per connection: cheap enough not to be
// what is measured. Run as a process of its own: `node load.mjs '<plan as JSON>'` prints one line.
import { once } from 'node:events';
import { connect } from 'node:net';

const { url, path, headers, body, connections, warmUpMs, measureMs } = JSON.parse(process.argv[2]);
const { hostname, port } = new URL(url);
const payload = Buffer.from(body);
const head = [
  `POST ${path} HTTP/1.1`,
  `Host: ${hostname}`,
  `Content-Length: ${payload.length}`,
  ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
];
const request = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), payload]);
const HEAD_END = Buffer.from('\r\n\r\n');
const CONTENT_LENGTH = /content-length: (\d+)/i;

const latencies = [];
const statuses = {};
let sample = '';
let isMeasuring = false;
let isOver = false;

/** Bytes the answer in `received` takes, or 0 while it is not complete. */
function answerBytes(received) {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return 0;
  const [, length] = CONTENT_LENGTH.exec(received.toString('latin1', 0, headEnd)) ?? [];
  const end = headEnd + HEAD_END.length + Number(length ?? 0);
  return received.length >= end ? end : 0;
}

async function drive() {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, 'connect');
  let received = Buffer.alloc(0);
  let sentAt = performance.now();
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = answerBytes(received);
    if (end === 0) return;
    if (isMeasuring) {
      latencies.push(performance.now() - sentAt);
      const status = received.toString('latin1', 9, 12);
      statuses[status] = (statuses[status] ?? 0) + 1;
      sample ||= received.toString('utf8', received.indexOf(HEAD_END) + 4, end).slice(0, 300);
    }
    received = received.subarray(end);
    if (isOver) return void socket.end();
    sentAt = performance.now();
    socket.write(request);
  });
  socket.write(request);
  await once(socket, 'close');
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const driving = Promise.all(Array.from({ length: connections }, drive));
await sleep(warmUpMs);
process.send?.('measuring');
isMeasuring = true;
const begun = performance.now();
await sleep(measureMs);
isMeasuring = false;
const seconds = (performance.now() - begun) / 1_000;
process.send?.('measured');
isOver = true;
await driving;
latencies.sort((a, b) => a - b);
const at = (share) => latencies[Math.floor(latencies.length * share)] ?? 0;
process.stdout.write(
  JSON.stringify({
    requestsPerSecond: latencies.length / seconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    statuses,
    sample,
  }),
);

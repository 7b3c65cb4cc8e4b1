// Three who behave, each with a request at a time: a producer on a connection it keeps, one with a connection for
// each event, and a probe of health. Run as a process of its own, so that nobody else's work is in what they wait for;
// told to end, it tells how long they waited.
import { connect } from 'node:net';

const PAUSE_MS = 20;
const PATIENCE_MS = 10_000;
const { url, event, health } = JSON.parse(process.argv[2]);
const { hostname, port } = new URL(url);
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
let isOver = false;

class WellBehaved {
  tookMs = [];
  failures = {};

  constructor(request, isKept) {
    Object.assign(this, { request, isKept });
  }

  async live() {
    for (; !isOver; await sleep(PAUSE_MS)) {
      const begun = performance.now();
      const heard = await this.ask();
      this.tookMs.push(performance.now() - begun);
      if (heard !== '200') this.failures[heard] = (this.failures[heard] ?? 0) + 1;
    }
    this.socket?.destroy();
  }

  ask() {
    const socket = (this.socket ??= connect({ host: hostname, port: Number(port) }));
    return new Promise((done) => {
      const over = (heard, stays = false) => {
        clearTimeout(late);
        socket.removeAllListeners().on('error', () => undefined);
        if (!stays) {
          socket.destroy();
          this.socket = undefined;
        }
        done(heard);
      };
      const late = setTimeout(() => over('nothing'), PATIENCE_MS);
      socket.on('error', ({ code }) => over(code)).on('close', () => over('closed'));
      socket.on('data', (piece) => over(String(piece).slice(9, 12), this.isKept));
      socket.write(this.request);
    });
  }

  told() {
    const sorted = this.tookMs.toSorted((a, b) => a - b);
    const at = (share) => Number((sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1));
    const spread = { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(0.999999) };
    return { asked: sorted.length, ...spread, failures: this.failures };
  }
}

const all = {
  kept: new WellBehaved(event, true),
  anew: new WellBehaved(event, false),
  probe: new WellBehaved(health, false),
};
const lives = Object.values(all).map((each) => each.live());
process.on('message', async () => {
  isOver = true;
  await Promise.all(lives);
  const told = Object.entries(all).map(([name, each]) => [name, each.told()]);
  process.send(Object.fromEntries(told), () => process.exit(0));
});

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase } from '../support/create-database.js';
import { eventually } from '../support/eventually.js';
import { describeWithKafka, mayKillKafka, useKafka } from '../support/kafka/kafka-suite.js';
import type { StartedKafka } from '../support/kafka/start-kafka.js';
import { PausableProxy } from '../support/pausable-proxy.js';
import { publishInForce } from '../support/publish-orders.js';
import { rssMb } from '../support/rss-mb.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const EVERY_MS = 15;
const FILLING = 'x'.repeat(20_000);
const MEMORY_MB = 100;
/** So long at least those waited who found out. */
const FOUND_OUT_MS = 3_000;
/** Answers that are looked at, of each kind. */
const MANY = 200;

const contract = (id: string, semantics: object) => ({
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id, owner: { team: 'orders' } },
  schema: { format: 'json-schema', subject: `${id}-value`, definition: { type: 'object' } },
  envelope: { type: id },
  channel: { topic: id, key: '/orderId', partitions: 6 },
  undeclared: 'allow',
  semantics,
});
const guarded = { delivery: 'effectively-once' };

interface Heard {
  readonly status: number;
  readonly code: string | undefined;
  readonly retryAfter: string | null;
  readonly beganMs: number;
  readonly tookMs: number;
}

/** Producers who send at a steady rate, whether or not anybody answers. */
class Producers {
  readonly heard: Heard[] = [];
  private readonly sending = new Set<Promise<void>>();
  private readonly timer: NodeJS.Timeout;
  private sent = 0;

  constructor(
    private readonly gatewayUrl: string,
    private readonly topic: string,
    /** Whether each request has a name, under which it is answered once. */
    private readonly areNamed = false,
  ) {
    this.timer = setInterval(() => {
      const one = this.sendOne().finally(() => this.sending.delete(one));
      this.sending.add(one);
    }, EVERY_MS);
  }

  /** What was sent since and is answered. */
  since(beganMs: number): readonly Heard[] {
    return this.heard.filter((each) => each.beganMs >= beganMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(this.sending);
  }

  private async sendOne(): Promise<void> {
    const n = this.sent++;
    const beganMs = performance.now();
    const answer = await fetch(`${this.gatewayUrl}/events`, {
      method: 'POST',
      headers: {
        ...{ 'ce-specversion': '1.0', 'ce-id': `${n}`, 'ce-source': '/s', 'ce-type': this.topic },
        'content-type': 'application/json',
        ...(this.areNamed && { 'idempotency-key': `"${this.topic}-${n}"` }),
      },
      body: JSON.stringify({ orderId: `o${n % 60}`, FILLING }),
    });
    const { code } = (await answer.json()) as { readonly code?: string };
    const retryAfter = answer.headers.get('retry-after');
    this.heard.push({
      status: answer.status,
      code,
      retryAfter,
      beganMs,
      tookMs: performance.now() - beganMs,
    });
  }
}

/** Looked at anew until it is as expected; patient, for a machine that has much else to do. */
const soon = (expectation: () => void) =>
  eventually(() => {
    expectation();
    return Promise.resolve();
  }, 120_000);

const isTaken = ({ status }: Heard): boolean => status === 200;

/** Not of too long a line, in which those stand who find out: a connection refused there is left alone for a moment. */
const isFoundOut = (heard: Heard): boolean =>
  !isTaken(heard) && heard.code !== 'GATEWAY_OVERLOADED';

/** Nine of ten. */
const nearlyAll = (heard: readonly Heard[]): number =>
  heard.map(({ tookMs }) => tookMs).sort((a, b) => a - b)[Math.floor(heard.length * 0.9)] ??
  Infinity;

const slowestOf = (heard: readonly Heard[]): number =>
  Math.max(...heard.map(({ tookMs }) => tookMs));

interface Hole {
  readonly begin: () => void;
  readonly end: () => void;
}

/** What producers hear while nothing comes back from where their events are to be kept, and after. */
async function fallInto(
  { begin, end }: Hole,
  { pid }: StartedConcordat,
  producers: Producers,
): Promise<void> {
  try {
    await soon(() => expect(producers.since(0).length).toBeGreaterThan(MANY));
    const before = rssMb(pid);
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, rssMb(pid))), 100);
    const began = performance.now();
    begin();
    try {
      await soon(() => expect(producers.since(began).some(isFoundOut)).toBe(true));
      const told = performance.now();
      await soon(() => expect(producers.since(told).length).toBeGreaterThan(MANY));
      const after = producers.since(told);
      const quick = after.filter(isFoundOut);
      await soon(() => expect(slowestOf(producers.since(began))).toBeGreaterThan(FOUND_OUT_MS));
      expect(nearlyAll(quick)).toBeLessThan(slowestOf(producers.since(began)) / 4);
      expect(new Set(after.map(({ status }) => status))).toEqual(new Set([503]));
      expect(after.filter(({ retryAfter }) => !(Number(retryAfter) > 0))).toEqual([]);
      expect(most - before).toBeLessThan(MEMORY_MB);
    } finally {
      clearInterval(watch);
      end();
    }
    const healed = performance.now();
    await soon(() => expect(producers.since(healed).some(isTaken)).toBe(true));
    await soon(() => expect(producers.heard.slice(-MANY).every(isTaken)).toBe(true));
  } finally {
    await producers.stop();
  }
}

const register = ({ registryUrl }: StartedConcordat, subject: string) =>
  fetch(`${registryUrl}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ schema: '"string"' }),
  });

describe('PostgreSQL swallows all it is sent', () => {
  let wire: PausableProxy;
  let concordat: StartedConcordat;

  beforeAll(async () => {
    const url = new URL(await createDatabase());
    wire = new PausableProxy({ host: url.hostname, port: Number(url.port) });
    await wire.open();
    url.port = String(wire.port);
    concordat = await startConcordat({ DATABASE_URL: url.href });
  }, 180_000);
  afterAll(async () => {
    wire?.speak();
    await concordat?.stop();
    await wire?.shut();
  }, 60_000);

  it.each([
    ['free', {}, 'without names'],
    ['guarded', guarded, 'without names'],
    ['named', {}, 'with names'],
  ])(
    'of a %s topic producers are told at once to come back, memory stays flat, and it goes on by itself [covers 75]',
    async (topic, semantics, requests) => {
      await publishInForce(concordat, contract(topic, semantics));
      const producers = new Producers(concordat.gatewayUrl, topic, requests === 'with names');
      const hole = { begin: () => wire.silence(), end: () => wire.speak() };
      await fallInto(hole, concordat, producers);
    },
    240_000,
  );

  it('of the registry, which says 503 in time, and takes no late answer for that of the next', async () => {
    expect((await register(concordat, 'before')).status).toBe(200);
    wire.silence();
    try {
      expect((await register(concordat, 'meanwhile')).status).toBe(503);
    } finally {
      wire.speak();
    }
    await eventually(async () => expect((await register(concordat, 'after')).status).toBe(200));
    const versions = await fetch(`${concordat.registryUrl}/subjects/after/versions`);
    expect(await versions.json()).toEqual([1]);
  }, 120_000);
});

describeWithKafka('Kafka swallows all it is sent', () => {
  let kafka: StartedKafka;
  let concordat: StartedConcordat;
  const itFreezes = mayKillKafka ? it : it.skip;

  beforeAll(async () => {
    kafka = await useKafka();
    concordat = await startConcordat({ KAFKA_BROKERS: kafka.brokers.join(',') });
  }, 600_000);
  afterAll(async () => {
    kafka?.thaw();
    await concordat?.stop();
    await kafka?.stop();
  }, 60_000);

  itFreezes(
    'producers are told at once to come back, memory stays flat, and it goes on by itself [covers 75]',
    async () => {
      const topic = `hole-${randomBytes(4).toString('hex')}`;
      await publishInForce(concordat, contract(topic, {}));
      const hole = { begin: () => kafka.freeze(), end: () => kafka.thaw() };
      await fallInto(hole, concordat, new Producers(concordat.gatewayUrl, topic));
    },
    240_000,
  );
});

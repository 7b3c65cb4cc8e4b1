import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { limits } from '#kernel';
import { eventually } from '../support/eventually.js';
import { openDatabase } from '../support/open-database.js';
import { copyDatabase, createDatabase } from '../support/create-database.js';
import { describeWithKafka, mayKillKafka, useKafka } from '../support/kafka/kafka-suite.js';
import { readCommitted } from '../support/kafka/read-committed.js';
import type { StartedKafka } from '../support/kafka/start-kafka.js';
import { publish } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const PARTITIONS = 3;
const aTopic = (name: string) => `${name}-${randomBytes(4).toString('hex')}`;

const contract = (topic: string) => ({
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: topic,
  owner: { team: 'orders' },
  schema: { format: 'json-schema', subject: `${topic}-value`, definition: { type: 'object' } },
  envelope: { type: topic },
  channel: { topic, key: '/orderId', partitions: PARTITIONS, cleanup: 'compact' },
  undeclared: 'allow',
  semantics: {
    delivery: 'effectively-once',
    entity: { type: 'order', key: '/orderId', version: '/version' },
  },
});

interface Answer {
  readonly status: number;
  readonly verdict: string;
  readonly position?: { readonly partition: number; readonly offset: number };
}

async function send(
  gatewayUrl: string,
  topic: string,
  event: { id: string; body?: string; attributes?: Record<string, string> },
): Promise<Answer> {
  const headers: Record<string, string> = {
    ...{ 'ce-specversion': '1.0', 'ce-id': event.id, 'ce-source': '/s', 'ce-type': topic },
    ...event.attributes,
    ...(event.body !== undefined && { 'content-type': 'application/json' }),
  };
  const body = event.body === undefined ? {} : { body: event.body };
  const answer = await fetch(`${gatewayUrl}/events`, {
    ...{ method: 'POST', headers, ...body },
    signal: AbortSignal.timeout(20_000),
  });
  return { status: answer.status, ...((await answer.json()) as Omit<Answer, 'status'>) };
}

describeWithKafka('guarded events on their way to Kafka', () => {
  let kafka: StartedKafka;
  let databaseUrl: string;
  let concordat: StartedConcordat;
  const start = (role = 'all', url = databaseUrl) =>
    startConcordat({
      ...{ DATABASE_URL: url, CONCORDAT_ROLE: role },
      KAFKA_BROKERS: kafka.brokers.join(','),
    });

  async function given(name: string, at = concordat): Promise<string> {
    const topic = aTopic(name);
    await publish(at.registryUrl, contract(topic));
    for (let tries = 0; tries < 100; tries++) {
      const told = await send(at.gatewayUrl, topic, {
        ...{ id: 'probe', body: '{"orderId":"probe","version":1}' },
      });
      if (told.status === 200) return topic;
      await sleep(100);
    }
    throw new Error(`The gateway does not take events of ${topic}.`);
  }

  beforeAll(async () => {
    kafka = await useKafka();
    databaseUrl = await createDatabase();
    concordat = await start();
  }, 600_000);
  afterAll(async () => {
    await concordat.stop();
    await kafka.stop();
  }, 60_000);

  it('arrive byte for byte, in order, and what was not admitted does not [covers 13]', async () => {
    const topic = await given('bytes');
    const bodies = [1, 2, 3].map(
      (version) => `{ "orderId":"a",\n"version":${version}, "x":1.10e+1 }`,
    );
    for (const [i, body] of bodies.entries())
      expect((await send(concordat.gatewayUrl, topic, { id: `${i}`, body })).verdict).toBe(
        'accepted',
      );
    for (const [i, body] of bodies.entries())
      expect((await send(concordat.gatewayUrl, topic, { id: `${i}`, body })).verdict).toBe(
        'duplicate',
      );
    const stale = await send(concordat.gatewayUrl, topic, { id: 'late', body: bodies[0] ?? '' });
    expect(stale.status).toBe(409);
    const attributes = { 'ce-partitionkey': 'a', 'ce-entityversion': '9' };
    expect((await send(concordat.gatewayUrl, topic, { id: 'gone', attributes })).status).toBe(200);
    const read = (await readCommitted(kafka.brokers, topic, { events: 5 })).filter(
      ({ key }) => key?.toString() === 'a',
    );
    expect(read.map(({ value }) => value?.toString() ?? null)).toEqual([...bodies, null]);
    expect(read[0]?.headers?.['ce_id']?.toString()).toBe('0');
  }, 120_000);

  it('are in the trace of their request, by a parent of the gateway [covers 31]', async () => {
    const topic = await given('traced');
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const [began, sent] = [`00-${trace}-00f067aa0ba902b7-01`, `00-${trace}-b7ad6b7169203331-01`];
    const attributes = {
      'ce-traceparent': began,
      traceparent: sent,
      tracestate: 'rojo=1, congo=2',
    };
    const event = { id: 'traced', body: '{"orderId":"a","version":1}', attributes };
    expect((await send(concordat.gatewayUrl, topic, event)).verdict).toBe('accepted');
    const read = await readCommitted(kafka.brokers, topic, { events: 2 });
    const headers = read.find((each) => String(each.headers?.['ce_id']) === 'traced')?.headers;
    const told = (name: string) => headers?.[name]?.toString();
    expect(told('ce_traceparent')).toBe(began);
    expect(told('traceparent')).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-01$`));
    expect([began, sent]).not.toContain(told('traceparent'));
    expect(told('tracestate')).toBe('rojo=1,congo=2');
  }, 120_000);

  it('of a log that was restored from before are carried too, at offsets Kafka has seen [covers 82]', async () => {
    const url = await createDatabase();
    const told: string[] = [];
    const during = async (database: string, work: (at: StartedConcordat) => Promise<void>) => {
      const at = await start('all', database);
      try {
        await work(at);
      } finally {
        await at.stop();
      }
    };
    let topic = '';
    let next = 1;
    const carry = async (at: StartedConcordat, run: string) => {
      for (const [i, version] of [0, 1, 2, 3, 4].map((n) => [n, next + n])) {
        const id = `${run}-${i}`;
        const body = JSON.stringify({ orderId: 'a', version });
        await eventually(async () => {
          expect(await send(at.gatewayUrl, topic, { id, body })).toMatchObject({ status: 200 });
        }, 30_000);
        told.push(id);
      }
      const events = told.length + 1;
      const read = await readCommitted(kafka.brokers, topic, { events, quietMs: 500 });
      const ids = read.map(({ headers }) => String(headers?.['ce_id']));
      expect(new Set(ids)).toEqual(new Set(['probe', ...told]));
    };
    await during(url, async (at) => {
      topic = await given('restored', at);
      await carry(at, 'kept');
    });
    const backup = await copyDatabase(url);
    next = 6;
    await during(url, (at) => carry(at, 'lost'));
    await during(backup, (at) => carry(at, 'new'));
    await during(backup, (at) => {
      next = 11;
      return carry(at, 'later');
    });
  }, 240_000);

  it('how long they took to Kafka is told [covers 6]', async () => {
    const topic = await given('timed');
    const legs = async () => {
      const answer = await fetch(`${concordat.registryUrl}/catalog/v1/events/${topic}/activity`);
      const { latency } = (await answer.json()) as {
        latency: { leg: string; count: number; p99Ms: number }[];
      };
      return latency;
    };
    await eventually(async () => {
      const carried = (await legs()).find(({ leg }) => leg === 'relay');
      expect(carried).toMatchObject({ count: expect.any(Number), p99Ms: expect.any(Number) });
    });
  }, 60_000);

  it('each once, whichever gateway dies while it carries them [covers 12] [covers 43]', async () => {
    const topic = await given('killed');
    const gateways = [concordat, await start('gateway'), await start('gateway')];
    const WRITERS = 10;
    const VERSIONS = 40;
    const acked = new Set<string>();
    let isDone = false;
    const writer = async (n: number): Promise<void> => {
      for (let version = 1; version <= VERSIONS; version++) {
        const event = {
          id: `${n}-${version}`,
          body: JSON.stringify({ orderId: `o${n}`, version }),
        };
        for (let tries = 0; !acked.has(event.id); tries++) {
          const { gatewayUrl } = gateways[(n + tries) % gateways.length] ?? concordat;
          const told = await send(gatewayUrl, topic, event).catch(() => undefined);
          if (told?.status === 200) acked.add(event.id);
          else await sleep(30);
        }
        await sleep(20);
      }
    };
    const killer = async (): Promise<void> => {
      for (let i = 0; !isDone && i < 4; i++) {
        await sleep(700);
        const place = 1 + (i % 2);
        await gateways[place]?.kill();
        gateways[place] = await start('gateway');
      }
    };
    const killing = killer();
    await Promise.all(Array.from({ length: WRITERS }, (_, n) => writer(n)));
    isDone = true;
    await killing;
    const read = await readCommitted(kafka.brokers, topic, { events: WRITERS * VERSIONS + 1 });
    const told = read.map(({ headers }) => headers?.['ce_id']?.toString() ?? '');
    expect(new Set(told).size).toBe(told.length);
    expect(new Set(told)).toEqual(new Set([...acked, 'probe']));
    for (const [key, mine] of Map.groupBy(read, ({ key: each }) => each?.toString() ?? '')) {
      if (key === 'probe') continue;
      const versions = mine.map(
        ({ value }) => (JSON.parse(String(value)) as { version: number }).version,
      );
      expect([key, versions]).toEqual([key, Array.from({ length: VERSIONS }, (_, i) => i + 1)]);
    }
    for (const each of gateways.slice(1)) await each.stop();
  }, 240_000);

  it('are told to come back when Kafka is behind by more than the limit relayBacklogEvents', async () => {
    const topic = await given('behind');
    await readCommitted(kafka.brokers, topic, { events: 1, quietMs: 0 });
    const database = await openDatabase(databaseUrl);
    const behindBy = (events: number) =>
      database.query(`UPDATE relay_positions SET next_offset = next_offset - $2 WHERE topic = $1`, [
        topic,
        events,
      ]);
    const told = () =>
      send(concordat.gatewayUrl, topic, { id: 'more', body: '{"orderId":"more","version":1}' });
    try {
      await behindBy(limits.relayBacklogEvents.value + 2);
      for (let tries = 0; (await told()).status !== 503; tries++) {
        if (tries > 40) throw new Error('Nobody noticed that Kafka is behind.');
        await sleep(100);
      }
      const metrics = await (await fetch(`${concordat.gatewayUrl}/metrics`)).text();
      expect(metrics).toMatch(new RegExp(`relay_backlog_events{topic="${topic}"} 10000\\d\\d`));
      await behindBy(-limits.relayBacklogEvents.value - 2);
    } finally {
      await database.destroy();
    }
  }, 60_000);

  if (mayKillKafka)
    it('are acknowledged while Kafka is away, and arrive when it is back', async () => {
      const topic = await given('away');
      await readCommitted(kafka.brokers, topic, { events: 1, quietMs: 0 });
      await kafka.kill();
      const ids = Array.from({ length: 20 }, (_, i) => `away-${i}`);
      for (const [i, id] of ids.entries()) {
        const body = JSON.stringify({ orderId: `o${i % 4}`, version: i + 1 });
        expect((await send(concordat.gatewayUrl, topic, { id, body })).status).toBe(200);
      }
      await kafka.restart();
      const read = await readCommitted(kafka.brokers, topic, { events: 21, timeoutMs: 90_000 });
      expect(read.map(({ headers }) => headers?.['ce_id']?.toString()).sort()).toEqual(
        [...ids, 'probe'].sort(),
      );
    }, 240_000);
});

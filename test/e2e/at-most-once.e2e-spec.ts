import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EventLog } from '#event-log';
import { openDataSource } from '../../src/app/data-source.js';
import { createDatabase } from '../support/create-database.js';
import { eventually } from '../support/eventually.js';
import { describeWithKafka, mayKillKafka, useKafka } from '../support/kafka/kafka-suite.js';
import { readTopic } from '../support/kafka/read-topic.js';
import type { StartedKafka } from '../support/kafka/start-kafka.js';
import { PausableProxy } from '../support/pausable-proxy.js';
import { publish } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const contract = (id: string, semantics: object = {}, more: object = {}) => ({
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id, owner: { team: 'doors' } },
  schema: { format: 'json-schema', definition: { type: 'object' }, subject: `${id}-value` },
  envelope: { spec: 'cloudevents', type: id },
  channel: { topic: id, partitions: 1 },
  semantics: { kind: 'command', delivery: 'at-most-once', ...semantics },
  ...more,
});

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly retryAfter: string | null;
}

/** As a producer that does what the answers say. */
class Door {
  constructor(readonly concordat: StartedConcordat) {}

  async opens(...args: Parameters<typeof contract>): Promise<void> {
    await publish(this.concordat.registryUrl, contract(...args));
    await eventually(
      async () => expect((await this.send(args[0], 'warm')).status).toBe(200),
      30_000,
    );
  }

  async send(type: string, id: string, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(`${this.concordat.gatewayUrl}/events`, {
      method: 'POST',
      headers: {
        ...{ 'ce-id': id, 'ce-source': '/door', 'ce-type': type, 'ce-specversion': '1.0' },
        'Content-Type': 'application/json',
        // A pooled connection that the gateway just closed would look like a gateway that died.
        Connection: 'close',
        ...headers,
      },
      body: JSON.stringify({ id }),
    });
    const { code } = (await answer.json()) as { code?: string };
    return { status: answer.status, code, retryAfter: answer.headers.get('retry-after') };
  }

  /** Sends it again while the answer asks for it. */
  async sendUntilTold(type: string, id: string): Promise<Answer> {
    for (;;) {
      const answer = await this.send(type, id);
      if (answer.retryAfter === null) return answer;
      await sleep(200);
    }
  }

  /** How many of a contract were lost, as Prometheus is told. */
  async lost(type: string): Promise<number> {
    const metrics = await (await fetch(`${this.concordat.gatewayUrl}/metrics`)).text();
    const line = new RegExp(`contract="${type}",verdict="rejected",reason="NOT_CONFIRMED"} (\\d+)`);
    return Number(line.exec(metrics)?.[1] ?? 0);
  }
}

const LOST = { status: 424, code: 'NOT_CONFIRMED', retryAfter: null };
const idsOf = (values: readonly (Buffer | null)[]) =>
  values.map((value) => (JSON.parse(value?.toString() ?? '{}') as { id: string }).id);
const timesOf = (ids: readonly string[]) => Map.groupBy(ids, (id) => id);

describeWithKafka('what is delivered at most once by Kafka', () => {
  const itKills = mayKillKafka ? it : it.skip;
  const topic = `doors-${randomBytes(4).toString('hex')}`;
  let kafka: StartedKafka;
  let door: Door;
  beforeAll(async () => {
    kafka = await useKafka();
    door = new Door(await startConcordat({ KAFKA_BROKERS: kafka.brokers.join() }));
    await door.opens(topic);
  }, 600_000);
  afterAll(async () => {
    await door?.concordat.stop();
    await kafka?.stop();
  }, 60_000);
  const stored = async () =>
    idsOf((await readTopic(kafka.brokers, topic)).map(({ value }) => value));

  itKills(
    'is there once or lost, never twice, while the broker stands still; what was lost is counted [covers 13]',
    async () => {
      const ids = Array.from({ length: 40 }, (_, i) => `event-${i}`);
      const before = await door.lost(topic);
      kafka.freeze();
      const sending = ids.map((id) => door.sendUntilTold(topic, id));
      await sleep(9_000);
      kafka.thaw();
      const answers = await Promise.all(sending);
      const lost = answers.filter(({ code }) => code === 'NOT_CONFIRMED');
      expect(lost.length).toBeGreaterThan(0);
      for (const each of lost) expect(each).toEqual(LOST);
      expect(await door.lost(topic)).toBe(before + lost.length);
      const times = timesOf(await stored());
      for (const [i, id] of ids.entries()) {
        const most = times.get(id)?.length ?? 0;
        if (answers[i]?.status === 200) expect([id, most]).toEqual([id, 1]);
        else expect([id, most <= 1]).toEqual([id, true]);
      }
    },
    120_000,
  );

  itKills(
    'is lost where it was under way, and by nobody who asks whether the broker is back',
    async () => {
      const before = await door.lost(topic);
      kafka.freeze();
      const answers: Answer[] = [];
      try {
        expect(await door.send(topic, 'under-way')).toEqual(LOST);
        // Long enough for the breaker to let several through.
        for (const until = Date.now() + 15_000; Date.now() < until; await sleep(100))
          answers.push(await door.send(topic, `asking-${answers.length}`));
      } finally {
        kafka.thaw();
      }
      expect(new Set(answers.map(({ code }) => code))).toEqual(new Set(['BROKER_AWAY']));
      expect((await door.sendUntilTold(topic, 'back')).status).toBe(200);
      expect(await door.lost(topic)).toBe(before + 1);
      const times = timesOf(await stored());
      expect(answers.filter((_, i) => times.has(`asking-${i}`))).toEqual([]);
    },
    90_000,
  );

  const ask = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(door.concordat.gatewayUrl + path, {
      ...{ method: 'POST', body },
      headers: { ...headers, Connection: 'close' },
    });
    const { code, quarantineId = '' } = (await answer.json()) as Record<string, string>;
    return { status: answer.status, code, quarantineId };
  };
  /** Sends what is refused; how it is mended and sent once more. */
  const refused = async (id: string) => {
    const { quarantineId } = await ask('/events', '7', {
      ...{ 'ce-id': id, 'ce-source': '/door', 'ce-type': topic, 'ce-specversion': '1.0' },
      'Content-Type': 'application/json',
    });
    return () => ask(`/v1/quarantine/${quarantineId}/replay`, JSON.stringify({ id }));
  };
  /** kill -9 of the gateway, and another one, which finds a Kafka that answers again. */
  const dieAndThaw = async () => {
    const { databaseUrl } = door.concordat;
    await door.concordat.kill();
    const brokers = { KAFKA_BROKERS: kafka.brokers.join(), DATABASE_URL: databaseUrl };
    const starting = startConcordat(brokers);
    await sleep(1_000);
    kafka.thaw();
    door = new Door(await starting);
    await eventually(async () => expect((await door.send(topic, 'awake')).status).toBe(200));
  };

  itKills(
    'what was refused and is sent once more is closed, lost or not',
    async () => {
      const replay = await refused('mended');
      kafka.freeze();
      try {
        expect(await replay()).toMatchObject({ status: 424, code: 'NOT_CONFIRMED' });
      } finally {
        kafka.thaw();
      }
      expect(await replay()).toMatchObject({ status: 409, code: 'CASE_CLOSED' });
      await eventually(
        async () => expect((await door.send(topic, 'after')).status).toBe(200),
        30_000,
      );
      expect((timesOf(await stored()).get('mended') ?? []).length).toBeLessThanOrEqual(1);
    },
    60_000,
  );

  itKills(
    'what was refused and a gateway died over is not sent again, and closed',
    async () => {
      const replay = await refused('orphan');
      const dataSource = openDataSource(door.concordat.databaseUrl, 1);
      await dataSource.initialize();
      try {
        kafka.freeze();
        const dying = replay().catch(() => undefined);
        await eventually(async () => {
          const rows: unknown[] = await dataSource.query(
            'SELECT FROM case_sendings WHERE is_under_way',
          );
          expect(rows).toHaveLength(1);
        });
        await dieAndThaw();
        expect(await dying).toBeUndefined();
        expect(await replay()).toMatchObject({ status: 424, code: 'NOT_CONFIRMED' });
        expect(await replay()).toMatchObject({ status: 409, code: 'CASE_CLOSED' });
        expect((timesOf(await stored()).get('orphan') ?? []).length).toBeLessThanOrEqual(1);
      } finally {
        kafka.thaw();
        await dataSource.destroy();
      }
    },
    180_000,
  );

  itKills(
    'a request with a key that a gateway died over is not sent again; one that was told to wait is',
    async () => {
      const named = (key: string) => ({ 'Idempotency-Key': `"${key}"` });
      const { databaseUrl } = door.concordat;
      const dataSource = openDataSource(databaseUrl, 1);
      await dataSource.initialize();
      try {
        kafka.freeze();
        const dying = door.send(topic, 'dying', named('dying')).catch(() => undefined);
        await eventually(async () => {
          const rows: unknown[] = await dataSource.query(
            `SELECT FROM answered_requests WHERE key = 'dying'`,
          );
          expect(rows).toHaveLength(1);
        });
        await sleep(500);
        await dieAndThaw();
        expect(await dying).toBeUndefined();
        await dataSource.query(
          `UPDATE answered_requests SET claim_until = clock_timestamp() WHERE key = 'dying'`,
        );
        expect(await door.send(topic, 'dying', named('dying'))).toEqual(LOST);
        kafka.freeze();
        expect(await door.send(topic, 'first')).toEqual(LOST);
        const told = await door.send(topic, 'told', named('told'));
        expect(told).toMatchObject({ status: 503, code: 'BROKER_AWAY' });
        kafka.thaw();
        await eventually(
          async () => expect((await door.send(topic, 'told', named('told'))).status).toBe(200),
          30_000,
        );
        const times = timesOf(await stored());
        expect(times.get('told')).toHaveLength(1);
        for (const id of ['dying', 'first'])
          expect((times.get(id) ?? []).length).toBeLessThanOrEqual(1);
      } finally {
        kafka.thaw();
        await dataSource.destroy();
      }
    },
    180_000,
  );
});

describe('what is delivered at most once by the event log', () => {
  let proxy: PausableProxy;
  let door: Door;
  let dataSource: DataSource;
  let log: EventLog;
  beforeAll(async () => {
    const direct = new URL(await createDatabase());
    proxy = new PausableProxy({ host: direct.hostname, port: Number(direct.port) });
    await proxy.open();
    const through = new URL(direct);
    through.host = `127.0.0.1:${proxy.port}`;
    door = new Door(await startConcordat({ DATABASE_URL: through.href }));
    dataSource = openDataSource(direct.href, 1);
    await dataSource.initialize();
    log = new EventLog(dataSource);
    await door.opens('lift');
    await door.opens('gate', { delivery: 'at-least-once' });
  }, 90_000);
  afterAll(async () => {
    await door.concordat.stop();
    await dataSource.destroy();
    await proxy.shut();
  });
  const stored = async (topic: string) =>
    idsOf((await log.read({ topic, partition: 0, offset: 0 }, 1_000)).map(({ value }) => value));

  it('is there once or lost when the answer of PostgreSQL gets lost, and asked for again otherwise', async () => {
    proxy.silence();
    const [once, least] = [door.send('lift', 'a'), door.send('gate', 'a')];
    expect(await once).toEqual(LOST);
    expect(await least).toMatchObject({ status: 503, code: 'BROKER_AWAY', retryAfter: '1' });
    proxy.speak();
    await eventually(async () => expect((await door.send('gate', 'a')).status).toBe(200), 30_000);
    await eventually(async () => expect((await door.send('lift', 'b')).status).toBe(200), 30_000);
    // What was held back came through: whoever sent it again has it twice.
    expect((await stored('gate')).filter((id) => id === 'a')).toHaveLength(2);
    expect((await stored('lift')).filter((id) => id === 'a')).toHaveLength(1);
    expect(await door.lost('lift')).toBe(1);
  }, 120_000);

  it('is what a candidate tries where it decides, and the policy in force goes on as before', async () => {
    const once = { semantics: { delivery: 'at-most-once' } };
    const asked = { candidate: once, percent: 100 };
    await door.opens('ramp', { delivery: 'at-least-once' }, { rollout: asked });
    proxy.silence();
    const [tried, least] = [door.send('ramp', 'a'), door.send('gate', 'z')];
    expect(await tried).toEqual(LOST);
    expect(await least).toMatchObject({ status: 503, code: 'BROKER_AWAY' });
    proxy.speak();
    const stop = () =>
      fetch(`${door.concordat.registryUrl}/v1/contracts/ramp/rollout/stop`, { method: 'POST' });
    await eventually(async () => expect((await stop()).status).toBe(200), 30_000);
    await eventually(async () => expect((await door.send('ramp', 'b')).status).toBe(200), 30_000);
    await sleep(2_000); // Every gateway heeds a stop within this time.
    proxy.silence();
    expect(await door.send('ramp', 'c')).toMatchObject({ status: 503, code: 'BROKER_AWAY' });
    proxy.speak();
    await eventually(async () => expect((await door.send('ramp', 'd')).status).toBe(200), 30_000);
  }, 120_000);

  it('is asked for again where PostgreSQL certainly has it not', async () => {
    await proxy.shut();
    // Connections that broke just now may have carried it there; new ones never open.
    await eventually(async () =>
      expect(await door.send('lift', 'c')).toMatchObject({ status: 503, code: 'BROKER_AWAY' }),
    );
    await proxy.open();
    await eventually(async () => expect((await door.send('lift', 'd')).status).toBe(200), 30_000);
    expect((await stored('lift')).filter((id) => id === 'c')).toEqual([]);
  }, 120_000);

  it('is no promise for events that are held against what was admitted before', async () => {
    const answer = await fetch(`${door.concordat.registryUrl}/v1/contracts`, {
      method: 'POST',
      body: JSON.stringify(contract('guarded', { dedup: { window: 'P1D' } })),
    });
    expect([answer.status, await answer.json()]).toEqual([
      422,
      expect.objectContaining({
        faults: [
          expect.objectContaining({
            code: 'DELIVERY_CONTRADICTED',
            pointer: '/semantics/delivery',
          }),
        ],
      }),
    ]);
  });
});

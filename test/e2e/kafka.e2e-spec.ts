import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { eventually } from '../support/eventually.js';
import { scratchFolder } from '../support/folders.js';
import { describeWithKafka, mayKillKafka, useKafka } from '../support/kafka/kafka-suite.js';
import { readTopic } from '../support/kafka/read-topic.js';
import type { StartedKafka } from '../support/kafka/start-kafka.js';
import { PausableProxy } from '../support/pausable-proxy.js';
import { publish as publishContract } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const TOPIC = `orders-${randomBytes(4).toString('hex')}`;
const contract = {
  apiVersion: 'concordat/v1',
  kind: 'EventContract',
  id: 'orders.counted',
  name: 'Order counted',
  status: 'active',
  domain: 'orders',
  owner: { team: 'orders' },
  schema: {
    format: 'json-schema',
    subject: `${TOPIC}-value`,
    definition: {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' }, n: { type: 'number' } },
    },
  },
  channel: { topic: TOPIC, partitions: 3, retention: 'P3D' },
};

interface Answer {
  readonly offsets: readonly {
    readonly partition: number | null;
    readonly offset: number | null;
    readonly error_code: number | null;
  }[];
}

interface StoredEvent {
  readonly partition: number;
  readonly offset: number;
  readonly value: string | undefined;
  /** The contract version it says it was judged by. */
  readonly contract: string | undefined;
}

/** What the event log holds, value by value as it was sent. */
async function readLog(gatewayUrl: string): Promise<StoredEvent[]> {
  const stored: StoredEvent[] = [];
  for (const partition of [0, 1, 2]) {
    const url = `${gatewayUrl}/v1/topics/${TOPIC}/partitions/${partition}/events?limit=1000`;
    const text = await (await fetch(url)).text();
    // `value` is the last member of each event and embedded as it stands.
    for (const [, offset, contract, value] of text.matchAll(
      /"offset":(\d+),.*?"name":"concordat-contract","value":"(.*?)".*?"valueBytes":\d+,"value":(\{.*?\})\}/gs,
    ))
      stored.push({ partition, offset: Number(offset), value, contract });
  }
  return stored;
}

async function readKafka(brokers: readonly string[]): Promise<StoredEvent[]> {
  const events = await readTopic(brokers, TOPIC);
  return events.map(({ partition, offset, value, headers }) => ({
    partition,
    offset,
    value: value?.toString(),
    contract: headers?.['concordat-contract']?.toString(),
  }));
}

describeWithKafka('with Kafka as the broker', () => {
  let kafka: StartedKafka;
  let withKafka: StartedConcordat;
  let withLog: StartedConcordat;
  const post = (records: string, { gatewayUrl } = withKafka) =>
    fetch(`${gatewayUrl}/topics/${TOPIC}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/vnd.kafka.json.v2+json' },
      body: `{"records":[${records}]}`,
    });
  const isReady = async () => (await fetch(`${withKafka.gatewayUrl}/readyz`)).status === 200;

  /** The gateway learns of a publication within moments; until then nothing of the topic passes. */
  async function publish(concordat: StartedConcordat): Promise<void> {
    const published = await fetch(`${concordat.registryUrl}/v1/contracts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(contract),
    });
    expect([200, 201]).toContain(published.status);
    for (let tries = 0; tries < 40; tries++) {
      const answer = await post('{"value":{"id":"probe"}}', concordat);
      const { offsets } = (await answer.json()) as Partial<Answer>;
      if (typeof offsets?.[0]?.offset === 'number') return;
      await sleep(250);
    }
    throw new Error('The gateway did not take the contract within 10 s.');
  }

  beforeAll(async () => {
    kafka = await useKafka();
    withKafka = await startConcordat({ KAFKA_BROKERS: kafka.brokers.join(',') });
    withLog = await startConcordat();
    await publish(withKafka);
    await publish(withLog);
  }, 600_000);
  afterAll(async () => {
    await withKafka.stop();
    await withLog.stop();
    await kafka.stop();
  }, 60_000);

  it('both brokers hold what was accepted byte for byte, at the position the answer names, and agree on the partition of every key [covers 8]', async () => {
    const values = Array.from(
      { length: 20 },
      (_, i) => `{ "n":  1.${i}0,"id" :"e${i}", "ü": [ ] }`,
    );
    const refused = '{"id": 7}';
    const records = [...values, refused].map((value, i) => `{"key":"k${i % 5}","value":${value}}`);
    const partitions: unknown[] = [];
    for (const concordat of [withKafka, withLog]) {
      const { offsets } = (await (await post(records.join(','), concordat)).json()) as Answer;
      expect(offsets).toHaveLength(21);
      const stored =
        concordat === withKafka
          ? await readKafka(kafka.brokers)
          : await readLog(concordat.gatewayUrl);
      const answered = offsets.slice(0, 20).map(({ partition, offset }) => ({ partition, offset }));
      const found = answered.map((place) =>
        stored.find(
          ({ partition, offset }) => partition === place.partition && offset === place.offset,
        ),
      );
      expect(found.map((event) => event?.value)).toEqual(values);
      expect(offsets[20]!.error_code).not.toBeNull();
      expect(stored.map(({ value }) => value)).not.toContain(refused);
      partitions.push(answered.map(({ partition }) => partition));
    }
    expect(partitions[0]).toEqual(partitions[1]);
  }, 60_000);

  it('every event that leaves names the contract version that judged it, and the registry knows it [covers 55]', async () => {
    for (const concordat of [withKafka, withLog]) {
      const stored =
        concordat === withKafka
          ? await readKafka(kafka.brokers)
          : await readLog(concordat.gatewayUrl);
      expect(stored.length).toBeGreaterThan(0);
      expect(new Set(stored.map((event) => event.contract))).toEqual(new Set(['orders.counted@1']));
      const named = `${concordat.registryUrl}/v1/contracts/orders.counted/versions/1`;
      expect((await fetch(named)).status).toBe(200);
    }
  }, 60_000);

  it('a topic made in Kafka keeps its events as long as the contract says', async () => {
    const admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: TOPIC, configNames: ['retention.ms'] }],
    });
    await admin.disconnect();
    const [entry] = resources[0]?.configEntries ?? [];
    expect([entry?.configName, entry?.configValue]).toEqual(['retention.ms', '259200000']);
  }, 60_000);

  describe('a gateway that starts while PostgreSQL is away', () => {
    let folder: Awaited<ReturnType<typeof scratchFolder>>;
    let database: PausableProxy;
    const start = () => {
      const through = new URL(withKafka.databaseUrl);
      through.host = `127.0.0.1:${database.port}`;
      return startConcordat({
        ...{ DATABASE_URL: through.href, CONCORDAT_ROLE: 'gateway' },
        ...{ KAFKA_BROKERS: kafka.brokers.join(','), CONCORDAT_CONTRACTS_FILE: kept() },
      });
    };
    const kept = () => join(folder.path, 'contracts');
    const stateless = (gateway: StartedConcordat) =>
      post('{"key":"k","value":{"id":"kept"}}', gateway);
    const guarded = (gateway: StartedConcordat, id: string) =>
      fetch(`${gateway.gatewayUrl}/events`, {
        method: 'POST',
        headers: {
          ...{ 'Content-Type': 'application/json', 'ce-specversion': '1.0', 'ce-id': id },
          ...{ 'ce-source': '/s', 'ce-type': `${TOPIC}-guarded` },
        },
        body: '{}',
      });

    beforeAll(async () => {
      folder = await scratchFolder();
      const direct = new URL(withKafka.databaseUrl);
      database = new PausableProxy({ host: direct.hostname, port: Number(direct.port) });
      await database.open();
      await publishContract(withKafka.registryUrl, {
        ...{ ...contract, id: 'orders.guarded', envelope: { type: `${TOPIC}-guarded` } },
        schema: { format: 'json-schema', definition: { type: 'object' } },
        channel: { topic: `${TOPIC}-guarded`, partitions: 1 },
        semantics: { dedup: { window: 'PT1H' } },
      });
    });
    afterAll(async () => {
      await database.shut();
      await folder.remove();
    });

    it('serves stateless contracts by those it kept, answers 503 for guarded ones, and goes on with both once PostgreSQL is back', async () => {
      const first = await start();
      await eventually(async () => expect((await guarded(first, 'first')).status).toBe(200));
      await first.stop();
      await database.shut();
      const gateway = await start();
      try {
        expect(gateway.output()).toContain('PostgreSQL is away; starting with the contracts kept');
        const answer = await stateless(gateway);
        const { offsets } = (await answer.json()) as Answer;
        expect([answer.status, offsets[0]!.offset]).toEqual([200, expect.any(Number)]);
        const refused = await guarded(gateway, 'second');
        expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([503, 1]);
        const ready = await fetch(`${gateway.gatewayUrl}/readyz`);
        expect([ready.status, await ready.text()]).toEqual([
          200,
          expect.stringContaining('as kept on disk'),
        ]);
        await database.open();
        await eventually(async () => {
          expect((await guarded(gateway, 'second')).status).toBe(200);
          const after = await fetch(`${gateway.gatewayUrl}/readyz`);
          expect(await after.text()).not.toContain('as kept on disk');
        });
      } finally {
        expect(await gateway.stop()).toBe(0);
      }
    }, 90_000);

    it('does not start with a file that was damaged, nor without one, and says both', async () => {
      await database.shut();
      await writeFile(kept(), (await readFile(kept(), 'utf8')).replace('orders.', 'orderz.'));
      await expect(start()).rejects.toThrow(
        /PostgreSQL at .* cannot be reached.*is damaged: its checksum/s,
      );
      await rm(kept());
      await expect(start()).rejects.toThrow(/PostgreSQL at .* cannot be reached/);
    }, 90_000);
  });

  const itKills = mayKillKafka ? it : it.skip;

  itKills(
    'a broker that is down: 503 with Retry-After, nothing acknowledged; it comes back by itself',
    async () => {
      expect(await isReady()).toBe(true);
      await kafka.kill();
      const began = performance.now();
      const statuses: number[] = [];
      for (let i = 0; i < 10; i++) {
        const answer = await post(`{"key":"k","value":{"id":"during-${i}"}}`);
        statuses.push(answer.status);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
        await answer.body?.cancel();
      }
      // Each would wait for the broker by itself: fifty seconds.
      expect(performance.now() - began).toBeLessThan(25_000);
      expect(statuses).toEqual(Array(10).fill(503));
      expect(await isReady()).toBe(false);
      await kafka.restart();
      let acked: Answer['offsets'][number] | undefined;
      for (let tries = 0; tries < 50 && typeof acked?.offset !== 'number'; tries++) {
        await sleep(100);
        const answer = await post('{"key":"k","value":{"id":"after"}}');
        if (answer.status === 200) [acked] = ((await answer.json()) as Answer).offsets;
      }
      expect(await isReady()).toBe(true);
      const read = await readKafka(kafka.brokers);
      const found = read.find(
        ({ partition, offset }) => partition === acked?.partition && offset === acked.offset,
      );
      expect(found?.value).toBe('{"id":"after"}');
    },
    180_000,
  );
});

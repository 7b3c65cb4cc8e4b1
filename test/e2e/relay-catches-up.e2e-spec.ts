import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { eventually } from '../support/eventually.js';
import { describeWithKafka, mayKillKafka, useKafka } from '../support/kafka/kafka-suite.js';
import { readCommitted } from '../support/kafka/read-committed.js';
import type { ReadEvent } from '../support/kafka/read-topic.js';
import type { StartedKafka } from '../support/kafka/start-kafka.js';
import { publishInForce } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

/** `CONCORDAT_BACKLOG_EVENTS=1000000` plays the large one. */
const BACKLOG = Number(process.env['CONCORDAT_BACKLOG_EVENTS'] ?? 20_000);
const AT_ONCE = 1_000;
const LIVE = { events: 20, everyMs: 100 } as const;
const ENTITIES = 500;
/** What is read back, one by one. */
const READ_MS = 60_000 + BACKLOG;

const contract = (topic: string) => ({
  ...{ apiVersion: 'concordat/v1', kind: 'EventContract', id: topic, owner: { team: 'orders' } },
  schema: { format: 'json-schema', subject: `${topic}-value`, definition: { type: 'object' } },
  envelope: { type: topic },
  channel: { topic, key: '/orderId', partitions: 3 },
  undeclared: 'allow',
  semantics: {
    delivery: 'effectively-once',
    entity: { type: topic, key: '/orderId', version: '/version' },
  },
});

/** One producer of many entities, which are of its own; it sends again what was not taken. */
class Sender {
  readonly ids: string[] = [];
  private n = 0;

  constructor(
    private readonly url: () => string,
    private readonly topic: string,
    private readonly name: string,
  ) {}

  async send(count: number): Promise<void> {
    const events = Array.from({ length: count }, () => this.next());
    await eventually(async () => {
      const answer = await fetch(`${this.url()}/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/cloudevents-batch+json' },
        body: JSON.stringify(events),
      });
      const said = await answer.text();
      expect([answer.status, said.slice(0, 300)]).toEqual([200, expect.any(String)]);
    }, 120_000);
    this.ids.push(...events.map(({ id }) => id));
  }

  private next() {
    const n = this.n++;
    const [orderId, version] = [`${this.name}-${n % ENTITIES}`, Math.floor(n / ENTITIES) + 1];
    const id = `${orderId}/${version}`;
    return {
      ...{ specversion: '1.0', id, source: '/s', type: this.topic },
      data: { orderId, version, filling: 'x'.repeat(200) },
    };
  }
}

const idOf = ({ headers }: ReadEvent): string => String(headers?.['ce_id']);

/** Each once, and every entity in the order of its versions. */
function expectWhole(read: readonly ReadEvent[], ids: readonly string[]): void {
  expect(read).toHaveLength(ids.length);
  expect(new Set(read.map(idOf))).toEqual(new Set(ids));
  const last = new Map<string, number>();
  const late = read.filter((event) => {
    const [entity = '', version = ''] = idOf(event).split('/');
    const isLate = Number(version) !== (last.get(entity) ?? 0) + 1;
    last.set(entity, Number(version));
    return isLate;
  });
  expect(late.map(idOf)).toEqual([]);
}

describeWithKafka('the relay, of what waits in the log', () => {
  let kafka: StartedKafka;
  let concordat: StartedConcordat;
  const itKills = mayKillKafka ? it : it.skip;
  const gatewayUrl = () => concordat.gatewayUrl;

  async function given(name: string): Promise<string> {
    const topic = `${name}-${randomBytes(4).toString('hex')}`;
    await publishInForce(concordat, contract(topic));
    return topic;
  }
  async function backlogOf(topic: string): Promise<number> {
    const metrics = await (await fetch(`${gatewayUrl()}/metrics`)).text();
    const found = new RegExp(`relay_backlog_events{topic="${topic}"} (\\d+)`).exec(metrics);
    return Number(found?.[1] ?? 0);
  }

  beforeAll(async () => {
    kafka = await useKafka();
    concordat = await startConcordat({ KAFKA_BROKERS: kafka.brokers.join(',') });
  }, 600_000);
  afterAll(async () => {
    await concordat?.stop();
    await kafka?.stop();
  }, 60_000);

  itKills(
    'carries three times as much as comes meanwhile, and loses nothing of either [covers 84]',
    async () => {
      const topic = await given('backlog');
      const [past, live] = ['past', 'live'].map((name) => new Sender(gatewayUrl, topic, name));
      if (!past || !live) throw new Error('There are two.');
      await kafka.kill();
      while (past.ids.length < BACKLOG) await past.send(AT_ONCE);
      await eventually(async () => {
        expect(await backlogOf(topic)).toBeGreaterThanOrEqual(BACKLOG);
      }, 60_000);
      let isOver = false;
      const living = (async () => {
        for (; !isOver; await sleep(LIVE.everyMs)) await live.send(LIVE.events);
      })();
      try {
        await kafka.restart();
        const [liveBefore, began] = [live.ids.length, performance.now()];
        const before = await backlogOf(topic);
        const left = await eventually(async () => {
          const now = await backlogOf(topic);
          expect(now).toBeLessThan(before / 20);
          return now;
        }, 120_000 + BACKLOG);
        const grown = live.ids.length - liveBefore;
        const carried = before + grown - left;
        const seconds = (performance.now() - began) / 1_000;
        process.stdout.write(
          `${carried} events carried in ${seconds.toFixed(1)} s, while ${grown} came\n`,
        );
        expect(grown).toBeGreaterThan(0);
        expect(carried).toBeGreaterThanOrEqual(3 * grown);
      } finally {
        isOver = true;
        await living;
      }
      const ids = [...past.ids, ...live.ids];
      const told = { events: ids.length, timeoutMs: READ_MS };
      expectWhole(await readCommitted(kafka.brokers, topic, told), ids);
    },
    600_000 + 3 * BACKLOG,
  );

  it('goes on where it was when the topic of Kafka is deleted and made again', async () => {
    const topic = await given('deleted');
    const sender = new Sender(gatewayUrl, topic, 'one');
    await sender.send(600);
    expectWhole(await readCommitted(kafka.brokers, topic, { events: 600 }), sender.ids);
    const admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const isGone = async () => {
      await admin.deleteTopics({ topics: [topic] });
      await eventually(async () => expect(await admin.listTopics()).not.toContain(topic), 60_000);
    };
    await isGone();
    await sender.send(400);
    const after = sender.ids.slice(600);
    const read = await readCommitted(kafka.brokers, topic, { events: 400, timeoutMs: 120_000 });
    expect(new Set(read.map(idOf))).toEqual(new Set(after));
    expect(read).toHaveLength(400);
    // And with another number of partitions than the contract says, by somebody else.
    await isGone();
    await eventually(async () => {
      await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1 }] });
    }, 60_000);
    await admin.disconnect();
    await sender.send(600);
    const last = await readCommitted(kafka.brokers, topic, { events: 600, timeoutMs: 120_000 });
    expect(new Set(last.map(idOf))).toEqual(new Set(sender.ids.slice(1_000)));
    expect(last).toHaveLength(600);
  }, 400_000);
});

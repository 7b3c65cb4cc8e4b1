import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Kafka, logLevel } from 'kafkajs';
import type { ReadyEvent, Sent } from '../../src/validation-gateway/6-exit/exit.js';
import { KafkaPlace } from '../../src/validation-gateway/6-exit/kafka-place.js';
import { ExitToKafka } from '../../src/validation-gateway/6-exit/to-kafka.js';
import { eventually } from '../support/eventually.js';
import { describeWithKafka, mayKillKafka, useKafka } from '../support/kafka/kafka-suite.js';
import { readTopic } from '../support/kafka/read-topic.js';
import type { StartedKafka } from '../support/kafka/start-kafka.js';

const aTopic = (name: string) => `${name}-${randomBytes(4).toString('hex')}`;
const anEvent = (topic: string, value: string | Buffer | null, more: Partial<ReadyEvent> = {}) => ({
  topic,
  partitions: 4,
  key: null,
  value: typeof value === 'string' ? Buffer.from(value) : value,
  headers: [],
  ...more,
});
const placeOf = (sent: Sent | undefined) =>
  sent?.ok ? `${sent.position.partition}@${sent.position.offset}` : sent?.reason;

describeWithKafka('the exit to Kafka', () => {
  let kafka: StartedKafka;
  let exit: ExitToKafka;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    kafka = await useKafka();
    exit = new ExitToKafka(new KafkaPlace(kafka.brokers));
  }, 600_000);
  afterAll(async () => {
    await exit.close();
    await kafka.stop();
  }, 60_000);

  it('creates the topic as the contract declares it and answers the offset each event has', async () => {
    const topic = aTopic('offsets');
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const events = Array.from({ length: 50 }, (_, i) =>
      anEvent(topic, i % 10 === 0 ? null : Buffer.concat([everyByte, Buffer.from(`${i}`)]), {
        key: Buffer.from(`key-${i % 7}`),
        headers: [
          ['ce_id', Buffer.from(`${i}`)],
          ['twice', Buffer.from('a')],
          ['twice', everyByte],
          ['__proto__', Buffer.from('harmless')],
        ],
      }),
    );
    const sent = (
      await Promise.all([exit.send(events.slice(0, 20)), exit.send(events.slice(20))])
    ).flat();
    const read = await readTopic(kafka.brokers, topic);
    expect(read).toHaveLength(50);
    for (const [i, event] of events.entries()) {
      const found = read.find(
        ({ partition, offset }) => `${partition}@${offset}` === placeOf(sent[i]),
      );
      expect([found?.key, found?.value]).toEqual([event.key, event.value]);
      expect(found?.headers?.['ce_id']).toEqual(Buffer.from(`${i}`));
      expect(found?.headers?.['twice']).toEqual([Buffer.from('a'), everyByte]);
    }
    const admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    await admin.disconnect();
    expect(topics[0]?.partitions).toHaveLength(4);
  }, 120_000);

  it('keeps the order of every key while 32 writers crowd, and no two events share an offset', async () => {
    const topic = aTopic('order');
    const sent: (Sent | undefined)[] = [];
    await Promise.all(
      Array.from({ length: 32 }, async (_, writer) => {
        for (let n = 0; n < 30; n++) {
          const key = Buffer.from(`writer-${writer}`);
          sent.push(...(await exit.send([anEvent(topic, JSON.stringify({ writer, n }), { key })])));
        }
      }),
    );
    expect(new Set(sent.map(placeOf)).size).toBe(32 * 30);
    const last = new Map<number, number>();
    for (const { value } of await readTopic(kafka.brokers, topic)) {
      const { writer, n } = JSON.parse(value!.toString());
      expect(n).toBe((last.get(writer) ?? -1) + 1);
      last.set(writer, n);
    }
    expect([...last.values()]).toEqual(Array(32).fill(29));
  }, 120_000);

  it('an event no broker takes is refused alone', async () => {
    const topic = aTopic('large');
    const [small] = await exit.send([anEvent(topic, 'small', { partition: 1 })]);
    expect(small?.ok).toBe(true);
    const sent = await exit.send([
      anEvent(topic, 'before', { partition: 1 }),
      anEvent(topic, Buffer.alloc(3 * 1024 * 1024), { partition: 1 }),
      anEvent(topic, 'after', { partition: 1 }),
      anEvent(topic, 'nowhere', { partition: 4 }),
    ]);
    expect(sent.map(placeOf)).toEqual(['1@1', 'refused-by-broker', '1@2', 'refused-by-broker']);
    const [illegal] = await exit.send([anEvent('not a legal name', 'x')]);
    expect(placeOf(illegal)).toBe('refused-by-broker');
  }, 60_000);

  it('a topic deleted behind our back is made again', async () => {
    const topic = aTopic('deleted');
    await exit.send([anEvent(topic, 'first')]);
    const admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
    let outcome: Sent | undefined;
    for (let i = 0; i < 40 && !outcome?.ok; i++) {
      [outcome] = await exit.send([anEvent(topic, 'second', { partition: 0 })]);
      if (!outcome?.ok) await sleep(250);
    }
    expect(placeOf(outcome)).toBe('0@0');
  }, 60_000);

  const itKills = mayKillKafka ? it : it.skip;

  itKills(
    'a killed broker: every writer is told, again and again; nothing acked is lost; it comes back by itself',
    async () => {
      const topic = aTopic('killed');
      const acked = new Map<string, string>();
      let n = 0;
      let isOver = false;
      let outages = 0;
      const writing = Promise.all(
        Array.from({ length: 8 }, async () => {
          while (!isOver) {
            const value = `event-${n++}`;
            const [sent] = await exit.send([anEvent(topic, value, { key: Buffer.from(value) })]);
            if (sent?.ok) acked.set(placeOf(sent)!, value);
            else {
              expect(['broker-away', 'unconfirmed']).toContain(placeOf(sent));
              expect(sent).toMatchObject({ retryAfterSeconds: 1 });
              outages++;
              await sleep(20);
            }
          }
        }),
      );
      await sleep(1_500);
      const before = acked.size;
      await kafka.kill();
      await sleep(3_000);
      const during = acked.size;
      expect(await exit.isReachable()).toBe(false);
      await kafka.restart();
      while (acked.size === during) await sleep(50);
      await sleep(1_000);
      isOver = true;
      await writing;
      expect(before).toBeGreaterThan(50);
      // Eight writers that each waited for the broker would be told three times in three seconds.
      expect(outages).toBeGreaterThan(50);
      expect(await exit.isReachable()).toBe(true);
      const read = new Map(
        (await readTopic(kafka.brokers, topic)).map((event) => [
          `${event.partition}@${event.offset}`,
          event.value!.toString(),
        ]),
      );
      for (const [place, value] of acked) expect([place, read.get(place)]).toEqual([place, value]);
      expect(new Set(acked.values()).size).toBe(acked.size);
    },
    180_000,
  );

  it('a topic deleted for good stops neither those that are there nor those that come', async () => {
    const [gone, stays, comes] = [aTopic('gone'), aTopic('stays'), aTopic('comes')];
    const sent = await exit.send([anEvent(gone, 'first'), anEvent(stays, 'first')]);
    expect(sent.every(({ ok }) => ok)).toBe(true);
    const admin = new Kafka({ brokers: [...kafka.brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [gone] });
    await admin.disconnect();
    for (const topic of [comes, stays, comes]) {
      const outcomes: (string | undefined)[] = [];
      await eventually(async () => {
        const [outcome] = await exit.send([anEvent(topic, 'later', { partition: 0 })]);
        outcomes.push(placeOf(outcome));
        expect(outcome?.ok).toBe(true);
      }, 60_000);
      const read = await readTopic(kafka.brokers, topic);
      const later = read.filter(({ value }) => value?.toString() === 'later');
      // What was answered as certainly not stored is not there.
      const unsure = outcomes.filter((each) => each === 'unconfirmed').length;
      expect(later.length).toBeGreaterThan(0);
      expect(later.length).toBeLessThanOrEqual(2 * (1 + unsure));
    }
  }, 180_000);

  itKills(
    'a broker that stands still: the first is told, and other calls do not wait for it',
    async () => {
      const topic = aTopic('frozen');
      expect((await exit.send([anEvent(topic, 'warm', { partition: 0 })]))[0]?.ok).toBe(true);
      kafka.freeze();
      try {
        const began = performance.now();
        const [first] = await exit.send([anEvent(topic, 'lost?', { partition: 0 })]);
        expect(placeOf(first)).toBe('unconfirmed');
        const again = performance.now();
        const [second] = await exit.send([anEvent(topic, 'not sent', { partition: 0 })]);
        expect(placeOf(second)).toBe('broker-away');
        expect(performance.now() - again).toBeLessThan((again - began) / 2);
      } finally {
        kafka.thaw();
      }
      let outcome: Sent | undefined;
      for (let i = 0; i < 60 && !outcome?.ok; i++) {
        await sleep(100);
        [outcome] = await exit.send([anEvent(topic, 'back', { partition: 0 })]);
      }
      expect(outcome?.ok).toBe(true);
      const values = (await readTopic(kafka.brokers, topic)).map(({ value }) => value!.toString());
      expect(values).not.toContain('not sent');
      expect(values.filter((value) => value === 'back')).toHaveLength(1);
    },
    60_000,
  );
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EventLog, type NewEvent } from '#event-log';
import { openDatabase } from '../support/open-database.js';

const anEvent = (topic: string, partition: number, value: string | Buffer | null): NewEvent => ({
  topic,
  partition,
  key: null,
  value: typeof value === 'string' ? Buffer.from(value) : value,
  headers: [],
});

describe('the event log', () => {
  let dataSource: DataSource;
  let log: EventLog;
  beforeAll(async () => {
    dataSource = await openDatabase();
    log = new EventLog(dataSource);
  });
  afterAll(() => dataSource?.destroy());

  it('gives back every byte it was given', async () => {
    const everyByte = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const given: NewEvent[] = [
      {
        topic: 'bytes',
        partition: 0,
        key: everyByte,
        value: everyByte,
        headers: [
          ['ce_id', Buffer.from('a-1')],
          ['ce_id', Buffer.from('twice')],
          ['bytes', everyByte],
          ['empty', Buffer.alloc(0)],
          ['n\0l "quoted" \\ \ud800', Buffer.from('null \0 and ü')],
        ],
        contract: { id: 'orders.placed', version: 3 },
        schemaId: 7,
        eventId: 'a-1 \0 "x" \\ {NULL}',
        source: '/orders/eu',
      },
      anEvent('bytes', 0, null),
      { ...anEvent('bytes', 0, ''), key: Buffer.alloc(0), eventId: 'NULL' },
    ];
    await log.append(given);
    const read = await log.read({ topic: 'bytes', partition: 0, offset: 0 }, 10);
    const [first, tombstone, empty] = read;
    expect(first).toMatchObject({
      ...given[0],
      headers: [...given[0]!.headers.slice(0, 4), given[0]!.headers[4]],
      eventId: 'a-1 \uFFFD "x" \\ {NULL}',
      offset: 0,
    });
    expect(first?.loggedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect([tombstone?.key, tombstone?.value, tombstone?.eventId]).toEqual([null, null, undefined]);
    expect([empty?.key?.length, empty?.value?.length, empty?.eventId]).toEqual([0, 0, 'NULL']);
  });

  it('answers positions in the order given, dense in each topic-partition', async () => {
    const positions = await log.append(
      ['b/1', 'a/0', 'b/1', 'a/1', 'a/0', 'b/1'].map((place) => {
        const [topic = '', partition] = place.split('/');
        return anEvent(`dense-${topic}`, Number(partition), place);
      }),
    );
    expect(
      positions.map(({ topic, partition, offset }) => `${topic}/${partition}@${offset}`),
    ).toEqual([
      'dense-b/1@0',
      'dense-a/0@0',
      'dense-b/1@1',
      'dense-a/1@0',
      'dense-a/0@1',
      'dense-b/1@2',
    ]);
    expect((await log.topic('dense-b'))?.partitions).toEqual([
      { partition: 1, startOffset: 0, endOffset: 3 },
    ]);
    expect((await log.topic('dense-a'))?.events).toBe(3);
    const third = await log.readAt({ topic: 'dense-b', partition: 1, offset: 2 });
    expect(third?.value?.toString()).toBe('b/1');
    expect(await log.readAt({ topic: 'dense-b', partition: 1, offset: 3 })).toBeUndefined();
  });

  it('32 writers on 4 partitions: no gap, no double, and the order of each writer is kept', async () => {
    const other = new EventLog(dataSource); // A second gateway: only row locks keep them apart.
    const acked: string[] = [];
    const write = async (writer: number) => {
      for (let n = 0; n < 40; n++) {
        const batch = [0, 1, 2].map((i) =>
          anEvent('crowd', (writer + i) % 4, JSON.stringify({ writer, n })),
        );
        const positions = await (writer % 2 ? log : other).append(batch);
        acked.push(
          ...positions.map(
            (at, i) => `${at.partition}@${at.offset} ${batch[i]!.value!.toString()}`,
          ),
        );
      }
    };
    await Promise.all(Array.from({ length: 32 }, (_, writer) => write(writer)));
    const stored: string[] = [];
    for (let partition = 0; partition < 4; partition++) {
      const last = new Map<number, number>();
      for (let offset = 0; ;) {
        const page = await log.read({ topic: 'crowd', partition, offset }, 500);
        if (page.length === 0) break;
        for (const event of page) {
          expect(event.offset).toBe(offset++);
          const { writer, n } = JSON.parse(event.value!.toString());
          expect(n).toBe((last.get(writer) ?? -1) + 1);
          last.set(writer, n);
          stored.push(`${partition}@${event.offset} ${event.value!.toString()}`);
        }
      }
    }
    expect(stored.sort()).toEqual(acked.sort());
    expect(stored.length).toBe(32 * 40 * 3);
  });

  it('refuses to change, delete or truncate what is logged', async () => {
    await log.append([anEvent('stone', 0, 'kept')]);
    for (const sql of [
      `UPDATE event_log SET value = 'x'`,
      'DELETE FROM event_log',
      'TRUNCATE event_log',
      'TRUNCATE event_log_default',
      `UPDATE event_log_default SET value = 'x'`,
    ]) {
      await expect(dataSource.query(sql)).rejects.toThrow(/immutable/);
    }
    expect((await log.read({ topic: 'stone', partition: 0, offset: 0 }, 1)).length).toBe(1);
  });

  it('an event no one can store is refused alone, its company is stored', async () => {
    const results = await Promise.allSettled([
      log.append([anEvent('company', 0, 'a')]),
      log.append([{ ...anEvent('company', 0, 'b'), schemaId: 2 ** 40 }]),
      log.append([anEvent('company', 0, 'c')]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const stored = await log.read({ topic: 'company', partition: 0, offset: 0 }, 10);
    expect(stored.map(({ value }) => value?.toString())).toEqual(['a', 'c']);
  });

  it('one read never holds more bytes than allowed, and never stands still', async () => {
    const large = Buffer.alloc(3 * 1024 * 1024, 'x');
    for (let i = 0; i < 4; i++) await log.append([anEvent('large', 0, large)]);
    const first = await log.read({ topic: 'large', partition: 0, offset: 0 }, 10);
    expect(first.map(({ offset }) => offset)).toEqual([0, 1]);
    await log.append([anEvent('huge', 0, Buffer.alloc(9 * 1024 * 1024))]);
    expect(await log.read({ topic: 'huge', partition: 0, offset: 0 }, 10)).toHaveLength(1);
  });
});

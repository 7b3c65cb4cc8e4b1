import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EventLog, Retention } from '#event-log';
import { eventually } from '../support/eventually.js';
import { openDatabase } from '../support/open-database.js';
import { plainContract, publish } from '../support/publish-orders.js';
import { startConcordat, type StartedConcordat } from '../support/start-concordat.js';

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);

describe('retention of the event log [covers 72]', () => {
  let dataSource: DataSource;
  let log: EventLog;
  let retention: Retention;
  const append = (topic: string, partition: number, ...values: string[]) =>
    log.append(
      values.map((value) => ({
        ...{ topic, partition, key: null, value: Buffer.from(value), headers: [] },
      })),
    );
  const read = async (topic: string, partition = 0) =>
    (await log.read({ topic, partition, offset: 0 }, 1_000)).map(({ value }) => String(value));
  const rows = async (topic: string) => {
    const sql = `SELECT count(*)::int AS n FROM event_log JOIN event_log_partitions AS p
                     ON p.id = partition_id WHERE topic = $1`;
    const [row] = await dataSource.query<{ n: number }[]>(sql, [topic]);
    return row?.n;
  };
  const leaves = async () => {
    const sql = `SELECT relname FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
                  WHERE inhparent = 'event_log'::regclass ORDER BY 1`;
    const found = await dataSource.query<{ relname: string }[]>(sql);
    return found.map(({ relname }) => relname).filter((name) => name !== 'event_log_default');
  };

  beforeAll(async () => {
    dataSource = await openDatabase();
    log = new EventLog(dataSource);
    retention = new Retention(dataSource);
    await retention.sweep([], new Date()); // As a gateway does when it starts.
  });
  afterAll(() => dataSource?.destroy());

  it('an event that is too old leaves the log at once; the rest, and its chain, stay', async () => {
    await append('old', 0, 'a', 'b', 'c');
    await append('old', 1, 'x');
    await sleep(20);
    const since = new Date();
    await sleep(20);
    await append('old', 0, 'd', 'e');
    const { expired } = await retention.sweep([{ topic: 'old', since }], new Date());
    expect([...expired]).toEqual([['old', 4]]);
    expect(await read('old')).toEqual(['d', 'e']);
    expect((await log.topic('old'))?.partitions).toEqual([
      { partition: 0, startOffset: 3, endOffset: 5 },
      { partition: 1, startOffset: 1, endOffset: 1 },
    ]);
    await append('old', 1, 'y');
    expect(await read('old', 1)).toEqual(['y']);
    for (const partition of [0, 1]) {
      const place = { topic: 'old', partition, offset: 0, to: undefined };
      expect(await log.verify(place)).toMatchObject({ faults: [] });
    }
    expect((await retention.sweep([{ topic: 'old', since }], new Date())).expired.size).toBe(0);
  });

  it('a leaf is attached while somebody reads and others write: what is written meanwhile waits, and is kept', async () => {
    const fresh = await openDatabase();
    const events = new EventLog(fresh);
    const reader = fresh.createQueryRunner();
    await reader.startTransaction();
    await reader.query('SELECT FROM event_log_default');
    const swept = new Retention(fresh).sweep([], new Date());
    await sleep(150);
    const value = Buffer.from('met');
    const event = { topic: 'new', partition: 0, key: null, value, headers: [] };
    const appended = events.append([event]);
    await sleep(150);
    await reader.commitTransaction();
    await reader.release();
    await swept;
    expect(await appended).toEqual([{ topic: 'new', partition: 0, offset: 0 }]);
    await events.onModuleDestroy();
    await fresh.destroy();
  });

  it('a topic nobody speaks for is kept', async () => {
    await append('kept', 0, 'a');
    await retention.sweep([{ topic: 'another', since: inDays(1) }], new Date());
    expect(await read('kept')).toEqual(['a']);
  });

  it('what the relay has not carried to Kafka yet is kept', async () => {
    await append('carried', 0, 'a');
    await append('carried', 0, 'b');
    await dataSource.query(`INSERT INTO relays (topic, partitions) VALUES ('carried', 1)`);
    await dataSource.query(`INSERT INTO relay_positions VALUES ('carried', 0, 1)`);
    await retention.sweep([{ topic: 'carried', since: inDays(1) }], new Date());
    expect(await read('carried')).toEqual(['b']);
  });

  it('a week whose events are all too old is dropped whole', async () => {
    expect(await leaves()).toHaveLength(2);
    await append('week', 0, 'a', 'b');
    const everything = async (days: number) => {
      const topics = (await log.topics()).map(({ name }) => name);
      return retention.sweep(
        topics.map((topic) => ({ topic, since: inDays(days) })),
        inDays(days),
      );
    };
    await dataSource.query('DELETE FROM relay_positions');
    const swept = await everything(21);
    expect(swept.droppedLeaves).toBe(2);
    expect(await rows('week')).toBe(0);
    await append('week', 0, 'c');
    expect(await read('week')).toEqual(['c']);
    expect((await log.topic('week'))?.partitions).toMatchObject([{ startOffset: 2, endOffset: 3 }]);
  });

  it('beside events that are kept longer, old rows are deleted', async () => {
    await append('short', 0, 'a', 'b', 'c');
    await append('long', 0, 'a');
    const kept = [{ topic: 'short', since: inDays(7) }];
    expect((await retention.sweep(kept, inDays(7))).deletedRows).toBe(0);
    const later = [{ topic: 'short', since: inDays(9) }];
    const swept = await retention.sweep(later, inDays(9));
    expect(swept.deletedRows).toBeGreaterThanOrEqual(3);
    expect([await rows('short'), await rows('long')]).toEqual([0, 1]);
    await expect(dataSource.query('DELETE FROM event_log')).rejects.toThrow('immutable');
  });

  it('events that came while sweeping stay, and several sweep at once', async () => {
    const topic = 'busy';
    let isOver = false;
    const written: string[] = [];
    const writing = (async () => {
      for (let n = 0; !isOver; n++) {
        await append(topic, 0, `${n}`);
        written.push(`${n}`);
      }
    })();
    const sweepers = [retention, new Retention(dataSource), new Retention(dataSource)];
    for (let round = 0; round < 10; round++) {
      const since = new Date();
      await Promise.all(sweepers.map((each) => each.sweep([{ topic, since }], new Date())));
    }
    isOver = true;
    await writing;
    const start = (await log.topic(topic))?.partitions[0]?.startOffset ?? 0;
    expect(await read(topic)).toEqual(written.slice(start));
    expect(start).toBeGreaterThan(0);
  });
});

describe('retention as a contract declares it [covers 72]', () => {
  let concordat: StartedConcordat;
  let home: string;
  /** Its clock is a month ahead: what is too old is told by PostgreSQL's. */
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'concordat-clock-'));
    await writeFile(join(home, 'clock'), String(30 * DAY_MS));
    concordat = await startConcordat({
      NODE_OPTIONS: `--import=${new URL('../support/shifted-clock.mjs', import.meta.url).href}`,
      CONCORDAT_TEST_CLOCK: join(home, 'clock'),
    });
  }, 90_000);
  afterAll(async () => {
    await concordat.stop();
    await rm(home, { recursive: true });
  });

  it('is kept by the gateway, whatever its clock says, and the log is read from a moment on', async () => {
    const contract = plainContract('short.lived', 'shorts');
    const channel = { topic: 'short.lived', retention: 'PT2S' };
    await publish(concordat.registryUrl, { ...contract, channel });
    const lasting = { topic: 'kept.a.day', retention: 'P1D' };
    await publish(concordat.registryUrl, {
      ...plainContract('kept.a.day', 'days'),
      channel: lasting,
    });
    const send = async (value: object, topic = 'short.lived') => {
      const answer = await fetch(`${concordat.gatewayUrl}/topics/${topic}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/vnd.kafka.json.v2+json' },
        body: JSON.stringify({ records: [{ value }] }),
      });
      const { offsets } = (await answer.json()) as { offsets?: { offset: number | null }[] };
      return offsets?.[0]?.offset ?? null;
    };
    const get = async (path: string, topic = 'short.lived') => {
      const answer = await fetch(`${concordat.gatewayUrl}/v1/topics/${topic}${path}`);
      return (await answer.json()) as { events: { value: unknown }[]; startOffset: number };
    };
    await eventually(async () => expect(await send({ shelfMark: 'A' })).not.toBeNull());
    await eventually(async () =>
      expect(await send({ shelfMark: 'A' }, 'kept.a.day')).not.toBeNull(),
    );
    await sleep(20);
    const at = new Date().toISOString();
    await sleep(20);
    await send({ shelfMark: 'B' });
    const since = await get(`/partitions/0/events?at=${at}`);
    expect(since.events.map(({ value }) => value)).toEqual([{ shelfMark: 'B' }]);
    expect((await get('/partitions/0/events?at=yesterday')) as object).toMatchObject({
      code: 'QUERY_INVALID',
    });
    await eventually(async () => {
      const left = await get('/partitions/0/events');
      expect(left).toMatchObject({ events: [] });
      expect(left.startOffset).toBeGreaterThan(1);
    }, 40_000);
    const day = await get('/partitions/0/events', 'kept.a.day');
    expect(day.events.map(({ value }) => value)).toEqual([{ shelfMark: 'A' }]);
  }, 90_000);
});

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventLog } from '#event-log';
import { isOutage } from '#kernel';
import { startEmbeddedPostgres } from '../../src/app/embedded-postgres.js';
import { openDatabase } from '../support/open-database.js';

const KILLS = 3;
const WRITERS = 16;
const PARTITIONS = 3;
const BATCH = 20;

describe('an acknowledged event', () => {
  let home: string;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'concordat-crash-'));
  });
  afterEach(async () => {
    const pid = await postmaster();
    try {
      if (pid > 0) process.kill(pid, 'SIGKILL'); // Only after a failure: it was stopped otherwise.
    } catch {
      // It was killed, and nobody started it again.
    }
    await rm(home, { recursive: true, force: true });
  });
  const postmaster = async () => {
    const file = await readFile(join(home, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
    return Number(file.split('\n')[0]);
  };
  const start = () => startEmbeddedPostgres(home, () => undefined);

  it('is in the log exactly once after PostgreSQL was killed under load', async () => {
    const acked = new Map<string, string>();
    const unknown = new Set<string>();
    let serial = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const postgres = await start();
      const dataSource = await openDatabase(postgres.url);
      const log = new EventLog(dataSource);
      const ackedBefore = acked.size;
      let isUp = true;
      const write = async (writer: number) => {
        while (isUp) {
          const ids = Array.from({ length: BATCH }, () => `event-${serial++}`);
          const events = ids.map((id, i) => ({
            topic: 'orders',
            partition: (writer + i) % PARTITIONS,
            key: null,
            value: Buffer.from(id),
            headers: [],
          }));
          try {
            const positions = await log.append(events);
            positions.forEach((at, i) => acked.set(`${at.partition}@${at.offset}`, ids[i]!));
          } catch (error) {
            expect(isOutage(error)).toBe(true); // What the door answers 503 for, and nothing else.
            ids.forEach((id) => unknown.add(id));
            isUp = false;
          }
        }
      };
      const writing = Array.from({ length: WRITERS }, (_, writer) => write(writer));
      await sleep(600 + 250 * kill);
      process.kill(await postmaster(), 'SIGKILL');
      await Promise.all(writing);
      expect(acked.size).toBeGreaterThan(ackedBefore);
      await dataSource.destroy();
    }
    expect(unknown.size).toBeGreaterThan(0);

    const postgres = await start();
    const dataSource = await openDatabase(postgres.url);
    const log = new EventLog(dataSource);
    const times = new Map<string, number>();
    const gaps: string[] = [];
    const strangers: string[] = [];
    for (let partition = 0; partition < PARTITIONS; partition++) {
      for (let offset = 0; ;) {
        const page = await log.read({ topic: 'orders', partition, offset }, 1_000);
        if (page.length === 0) break;
        for (const event of page) {
          const place = `${partition}@${event.offset}`;
          const id = event.value!.toString();
          if (event.offset !== offset++) gaps.push(place);
          if ((acked.get(place) ?? id) !== id || !(acked.has(place) || unknown.has(id))) {
            strangers.push(`${id} at ${place}`);
          }
          acked.delete(place);
          times.set(id, (times.get(id) ?? 0) + 1);
        }
      }
    }
    expect({ lost: [...acked], gaps, strangers }).toEqual({ lost: [], gaps: [], strangers: [] });
    expect([...times].filter(([, count]) => count !== 1)).toEqual([]);
    await dataSource.destroy();
    await postgres.stop();
  }, 120_000);
});

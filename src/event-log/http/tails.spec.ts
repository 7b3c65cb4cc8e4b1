import type { ServerResponse } from 'node:http';
import { Writable } from 'node:stream';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { limits, Problem } from '#kernel';
import { Arrivals } from '../arrivals.js';
import type { EventLog } from '../event-log.js';
import type { LoggedEvent, Position } from '../logged-event.js';
import { Tails } from './tails.js';

const ENDLESS = 1_000_000;

/** An endless topic of one partition that counts what is read from it. */
const endlessLog = () => {
  const log = {
    arrivals: new Arrivals(),
    reads: 0,
    topic: (name: string) =>
      Promise.resolve({
        name,
        events: ENDLESS,
        partitions: [{ partition: 0, startOffset: 0, endOffset: ENDLESS }],
      }),
    read: async ({ topic, partition, offset }: Position, limit: number): Promise<LoggedEvent[]> => {
      log.reads++;
      await setImmediate(); // As a database does: other work gets its turn.
      const about = { topic, partition, loggedAt: new Date(0), key: null, headers: [] };
      const value = Buffer.from('1');
      return Array.from({ length: limit }, (_, i) => ({ ...about, offset: offset + i, value }));
    },
  };
  return log;
};
const tailsOf = (log: ReturnType<typeof endlessLog>) => new Tails(log as unknown as EventLog);
const asResponse = (stream: Writable) => stream as unknown as ServerResponse;
const wish = { topic: 't', from: 'start' } as const;

describe('the open tails', () => {
  it('read nothing ahead for a reader who does not read, and go on when it does', async () => {
    const log = endlessLog();
    const tails = tailsOf(log);
    let goOn: () => void = () => undefined;
    const reader = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => (goOn = done),
    });
    const served = tails.serve(wish, asResponse(reader), undefined);
    await sleep(50);
    expect(log.reads).toBe(1);
    while (log.reads < 5) {
      goOn();
      await sleep(1);
    }
    const reads = log.reads;
    await sleep(50);
    expect(log.reads).toBe(reads);
    tails.onModuleDestroy();
    await served;
  });

  it('end when the reader goes', async () => {
    const reader = new Writable({ write: (_chunk, _encoding, done) => done() });
    const served = tailsOf(endlessLog()).serve(wish, asResponse(reader), undefined);
    await sleep(20);
    reader.destroy();
    await served;
  });

  it('are not more than the process can serve', async () => {
    const tails = tailsOf(endlessLog());
    const stuck = () => asResponse(new Writable({ highWaterMark: 1, write: () => undefined }));
    const served = Array.from({ length: limits.logTails.value }, () => {
      tails.refuseWhenFull(undefined);
      return tails.serve(wish, stuck(), undefined);
    });
    expect(() => tails.refuseWhenFull(undefined)).toThrow(Problem);
    tails.onModuleDestroy();
    await Promise.all(served);
    expect(() => tails.refuseWhenFull(undefined)).not.toThrow();
  });

  it('are half of all at most for one who proved to be it', async () => {
    const tails = tailsOf(endlessLog());
    const stuck = () => asResponse(new Writable({ highWaterMark: 1, write: () => undefined }));
    const served = Array.from({ length: limits.logTails.value / 2 }, () => {
      tails.refuseWhenFull('loud');
      return tails.serve(wish, stuck(), 'loud');
    });
    expect(() => tails.refuseWhenFull('loud')).toThrow(Problem);
    expect(() => tails.refuseWhenFull('quiet')).not.toThrow();
    tails.onModuleDestroy();
    await Promise.all(served);
    expect(() => tails.refuseWhenFull('loud')).not.toThrow();
  });
});

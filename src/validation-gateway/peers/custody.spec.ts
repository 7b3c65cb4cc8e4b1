import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { EventLog } from '#event-log';
import { Problem } from '#kernel';
import { Custody } from './custody.js';

const outage = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }));
const kept = () => Promise.resolve('kept');
const wait = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('custody by PostgreSQL', () => {
  const database = { isThere: true };
  let custody: Custody;
  beforeEach(() => {
    Logger.overrideLogger(false);
    jest.useFakeTimers();
    database.isThere = true;
    custody = new Custody({
      isReachable: () => Promise.resolve(database.isThere),
    } as unknown as EventLog);
  });
  afterEach(() => {
    custody.onApplicationShutdown();
    jest.useRealTimers();
  });
  const reason = async (work: () => Promise<unknown>) => {
    const outcome = await custody.confirmed(work);
    return 'reason' in outcome ? outcome.reason : outcome.value;
  };

  it('is not asked again while it is away, and is as soon as it answers', async () => {
    database.isThere = false;
    let asked = 0;
    const count = () => Promise.resolve(++asked);
    expect([await reason(outage), await reason(count)]).toEqual(['broker-away', 'broker-away']);
    await wait(60_000);
    expect([await reason(count), asked, custody.isRefusing()]).toEqual(['broker-away', 0, true]);
    database.isThere = true;
    await wait(2_000);
    expect([custody.isRefusing(), await reason(count)]).toEqual([false, 1]);
  });

  it('is left in peace by newcomers while the first has waited for long, and takes them when he is served', async () => {
    let serve = (): void => undefined;
    const first = reason(() => new Promise<string>((resolve) => (serve = () => resolve('kept'))));
    await wait(5_000);
    expect([await reason(kept), custody.isRefusing()]).toEqual(['kept', false]);
    await wait(1_100);
    expect([await reason(kept), custody.isRefusing()]).toEqual(['broker-away', true]);
    expect(await custody.last(kept)).toEqual({ value: 'kept' });
    serve();
    expect([await first, await reason(kept)]).toEqual(['kept', 'kept']);
  });

  it('that never answers leaves it open whether the event is stored', async () => {
    database.isThere = false;
    const first = reason(() => new Promise(() => undefined));
    await wait(15_000);
    expect(await first).toBe('unconfirmed');
    expect([await reason(kept), custody.isRefusing()]).toEqual(['broker-away', true]);
  });

  it('that refuses is there: the next is asked, and a bug stays one', async () => {
    const busy = new Problem({ http: 503 } as never, { message: 'Too many wait.' });
    expect(await reason(() => Promise.reject(busy))).toBe('broker-away');
    await expect(reason(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
    expect(await reason(kept)).toBe('kept');
  });
});

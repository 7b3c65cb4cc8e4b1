import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Breaker } from './breaker.js';

describe('the circuit breaker', () => {
  const peer = { isThere: false, questions: 0 };
  const aBreaker = () => {
    Object.assign(peer, { isThere: false, questions: 0 });
    return new Breaker(() => {
      peer.questions++;
      return peer.isThere ? Promise.resolve() : Promise.reject(new Error('away'));
    });
  };
  const wait = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('lets everything through until something fails, and asks nothing', async () => {
    const breaker = aBreaker();
    expect([breaker.pass(), breaker.pass(), breaker.isRefusing()]).toEqual([true, true, false]);
    await wait(10_000);
    expect(peer.questions).toBe(0);
    expect([breaker.failed(), breaker.failed()]).toEqual([true, false]);
    expect([breaker.pass(), breaker.isRefusing()]).toEqual([false, true]);
  });

  it('spends no call on finding out while nobody answers, however long that is', async () => {
    const breaker = aBreaker();
    breaker.failed();
    for (let seconds = 0; seconds < 20; seconds++) {
      await wait(1_000);
      expect(breaker.pass()).toBe(false);
    }
    expect(peer.questions).toBeGreaterThan(5);
  });

  it('lets one call through once it is answered, and the others when that one went well', async () => {
    const breaker = aBreaker();
    breaker.failed();
    peer.isThere = true;
    await wait(50);
    expect([breaker.pass(), breaker.pass()]).toEqual([true, false]);
    expect(breaker.succeeded()).toBe(true);
    expect([breaker.pass(), breaker.pass()]).toEqual([true, true]);
    expect(breaker.succeeded()).toBe(false);
  });

  it('asks after longer pauses with every failure, never longer than two seconds', async () => {
    const breaker = aBreaker();
    breaker.failed();
    const asked: number[] = [];
    for (const pauseMs of [50, 100, 200, 400, 800, 1_600, 2_000, 2_000]) {
      await wait(pauseMs - 1);
      asked.push(peer.questions);
      await wait(1);
      asked.push(peer.questions);
    }
    expect(asked).toEqual(asked.map((_, i) => (i + (i % 2)) / 2));
    peer.isThere = true;
    await wait(2_000);
    expect([breaker.pass(), breaker.failed()]).toEqual([true, false]); // It answers, and takes nothing.
    await wait(1_999);
    expect(breaker.pass()).toBe(false);
    await wait(1);
    expect(breaker.pass()).toBe(true);
  });

  it('a call that was under way and comes back well ends it, whatever a late question says', async () => {
    const breaker = aBreaker();
    breaker.failed();
    expect(breaker.succeeded()).toBe(true);
    await wait(5_000);
    expect([breaker.pass(), peer.questions]).toEqual([true, 0]);
  });

  it('is not held shut by an answer that comes after it opened and shut again', async () => {
    let answer = (): void => undefined;
    const breaker = new Breaker(() => new Promise<void>((resolve) => (answer = resolve)));
    breaker.failed();
    await wait(50);
    const late = answer;
    breaker.succeeded();
    breaker.failed();
    late();
    await wait(0);
    expect(breaker.pass()).toBe(false);
    await wait(50);
    answer();
    await wait(0);
    expect(breaker.pass()).toBe(true);
  });

  it('asks no more once it is closed for good', async () => {
    const breaker = aBreaker();
    breaker.failed();
    breaker.close();
    await wait(10_000);
    expect(peer.questions).toBe(0);
  });
});

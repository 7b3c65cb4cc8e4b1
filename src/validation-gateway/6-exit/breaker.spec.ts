import { describe, expect, it } from '@jest/globals';
import { Breaker } from './breaker.js';

describe('the circuit breaker', () => {
  const at = { nowMs: 0 };
  const aBreaker = () => {
    at.nowMs = 1_000;
    return new Breaker({ nowMs: () => at.nowMs });
  };

  it('lets everything through until something fails', () => {
    const breaker = aBreaker();
    expect([breaker.pass(), breaker.pass(), breaker.isRefusing()]).toEqual([true, true, false]);
    expect(breaker.failed()).toBe(true);
    expect([breaker.pass(), breaker.isRefusing()]).toEqual([false, true]);
  });

  it('after the pause lets one call find out, and all others fail meanwhile', () => {
    const breaker = aBreaker();
    breaker.failed();
    at.nowMs += 250;
    expect([breaker.pass(), breaker.pass()]).toEqual([true, false]);
    expect(breaker.succeeded()).toBe(true);
    expect([breaker.pass(), breaker.pass()]).toEqual([true, true]);
    expect(breaker.succeeded()).toBe(false);
  });

  it('pauses longer with every failed probe, never longer than two seconds', () => {
    const breaker = aBreaker();
    const pauses = [250, 500, 1_000, 2_000, 2_000].map((pauseMs) => {
      breaker.failed();
      at.nowMs += pauseMs - 1;
      const before = breaker.pass();
      at.nowMs += 1;
      return [before, breaker.pass()];
    });
    expect(pauses).toEqual(Array(5).fill([false, true]));
  });
});

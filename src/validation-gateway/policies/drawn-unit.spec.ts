import { describe, expect, it } from '@jest/globals';
import { bucketOf } from './drawn-unit.js';

describe('the share of a rollout', () => {
  const keys = Array.from({ length: 100_000 }, (_, i) => `order-${i}`);
  const share = (percent: number): readonly string[] =>
    keys.filter((key) => bucketOf('orders.placed', key) <= percent);

  it('of 10 percent is 10 percent of the keys, give or take half a percent [covers 79]', () => {
    expect(Math.abs(share(10).length / keys.length - 0.1)).toBeLessThan(0.005);
  });

  it('is none of them at 0 and all at 100', () => {
    expect(share(0)).toEqual([]);
    expect(share(100)).toHaveLength(keys.length);
  });

  it('only grows: who is in stays in [covers 79]', () => {
    const more = new Set(share(25));
    expect(share(10).filter((key) => !more.has(key))).toEqual([]);
  });

  it('differs between contracts, so that not the same keys try everything first', () => {
    const other = new Set(keys.filter((key) => bucketOf('orders.paid', key) <= 10));
    const both = share(10).filter((key) => other.has(key));
    expect(both.length).toBeLessThan(keys.length / 50);
  });
});

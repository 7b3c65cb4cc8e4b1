import { describe, expect, it } from '@jest/globals';
import { boundOf, bucketOf, quantileOf } from './latency-buckets.js';

describe('how long events take, in buckets', () => {
  it('a bucket’s bound is never below what falls into it, and at most a fifth above', () => {
    for (let ms = 1; ms < 1e9; ms = ms * 1.07 + 0.3) {
      const bound = boundOf(bucketOf(ms));
      expect(bound).toBeGreaterThanOrEqual(ms * (1 - 1e-12));
      expect(bound).toBeLessThanOrEqual(ms * 1.19);
    }
  });

  it('a clock that runs ahead took no time, and months are as long as days', () => {
    expect(bucketOf(-5_000)).toBe(0);
    expect(bucketOf(1e12)).toBe(bucketOf(1e11));
  });

  it('the slowest of a hundred is told by the last hundredth only', () => {
    const counts = [
      { bucket: bucketOf(3_000), count: 1 },
      { bucket: bucketOf(10), count: 99 },
    ];
    expect(quantileOf(counts, 0.5)).toBeLessThan(12);
    expect(quantileOf(counts, 0.99)).toBeLessThan(12);
    expect(quantileOf(counts, 0.991)).toBeGreaterThanOrEqual(3_000);
    expect(quantileOf(counts, 1)).toBeGreaterThanOrEqual(3_000);
  });
});

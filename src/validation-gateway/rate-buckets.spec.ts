import { describe, expect, it } from '@jest/globals';
import { readRate } from '#contract';
import { limits } from '#kernel';
import { RateBuckets } from './rate-buckets.js';

function counted(text: string, producer = 'a', contract = 'orders') {
  const rate = readRate(text);
  if (!rate) throw new Error(text);
  return { contract, producer, text, rate };
}

/** How many of so many events pass at one moment. */
function passing(buckets: RateBuckets, of: ReturnType<typeof counted>, nowMs: number, tries = 50) {
  return Array.from({ length: tries }).filter(() => buckets.take(of, nowMs) === 0).length;
}

describe('the rate of a producer', () => {
  it('lets as many come at once as the rate says, and then one for each share of its time', () => {
    const buckets = new RateBuckets();
    const tenASecond = counted('10/s');
    expect(passing(buckets, tenASecond, 1_000)).toBe(10);
    expect(passing(buckets, tenASecond, 1_099)).toBe(0);
    expect(passing(buckets, tenASecond, 1_100)).toBe(1);
    expect(passing(buckets, tenASecond, 1_500)).toBe(4);
    expect(passing(buckets, tenASecond, 9_000)).toBe(10);
  });

  it.each(['1/s', '3/s', '7/min', '1000/s', '999983/h'])(
    'of %s takes what keeps to it, for ever, and says exactly how long to wait',
    (text) => {
      const buckets = new RateBuckets();
      const of = counted(text);
      const { events, perMs } = of.rate;
      let nowMs = 0;
      for (let i = 0; i < 5_000; i++, nowMs += perMs / events)
        expect(buckets.take(of, nowMs)).toBe(0);
      passing(buckets, of, nowMs, events);
      const waitMs = buckets.take(of, nowMs);
      expect(waitMs).toBeGreaterThan(0);
      expect(waitMs).toBeLessThanOrEqual(perMs / events + 1e-6);
      expect(buckets.take(of, nowMs + waitMs)).toBe(0);
    },
  );

  it('is counted for each producer of each contract, and anew where the contract changes it', () => {
    const buckets = new RateBuckets();
    for (const of of [
      counted('1/h'),
      counted('1/h', 'b'),
      counted('1/h', 'a', 'payments'),
      counted('2/h', 'a'),
    ])
      expect(passing(buckets, of, 0)).toBe(of.rate.events);
  });

  it(`takes memory for ${limits.rateBuckets.value} producers; those beyond share one bucket, until others have rested`, () => {
    const buckets = new RateBuckets();
    const max = limits.rateBuckets.value;
    for (let i = 0; i < max; i++) buckets.take(counted('2/min', `p${i}`), 0);
    expect(buckets.size).toBe(max);
    const late = Array.from({ length: 100 }, (_, i) => counted('2/min', `late${i}`));
    expect(late.filter((of) => buckets.take(of, 0) === 0)).toHaveLength(2);
    expect(buckets.size).toBe(max + 1);
    expect(buckets.take(counted('2/min', 'p0'), 0)).toBe(0);
    expect(late.filter((of) => buckets.take(of, 60_000) === 0)).toHaveLength(100);
    expect(buckets.size).toBeLessThanOrEqual(102);
  });
});

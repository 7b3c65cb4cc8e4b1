import { describe, expect, it } from '@jest/globals';
import { SharedClock } from './shared-clock.js';

describe('the clock all gateways share', () => {
  const aClock = () => {
    const own = { now: 7_200_000, elapsed: 0 };
    const clock = new SharedClock({ nowMs: () => own.now, elapsedMs: () => own.elapsed });
    const hear = (atMs: number, tookMs: number) =>
      clock.hear(() => {
        own.elapsed += tookMs;
        return Promise.resolve({ atMs });
      });
    return { own, clock, hear };
  };

  it('is that of the machine until PostgreSQL was heard, and then PostgreSQL’s, in the middle of the question', async () => {
    const { clock, hear } = aClock();
    expect(clock.nowMs()).toBe(7_200_000);
    await hear(3_600_000, 10);
    expect(clock.nowMs()).toBe(3_600_005);
  });

  it('goes on by what has passed, whatever becomes of the machine’s own', async () => {
    const { own, clock, hear } = aClock();
    await hear(3_600_000, 0);
    own.elapsed += 500;
    for (const now of [0, 9_999_999]) {
      own.now = now;
      expect(clock.nowMs()).toBe(3_600_500);
    }
  });

  it('is not set by an answer that took too long, but by the first one', async () => {
    const { clock, hear } = aClock();
    await hear(1_000, 10_000);
    expect(clock.nowMs()).toBe(6_000);
    await hear(50_000, 3_000);
    expect(clock.nowMs()).toBe(9_000);
    await hear(12_000, 100);
    expect(clock.nowMs()).toBe(12_050);
  });
});
